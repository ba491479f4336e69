#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests the lint: a clean tree passes, and each fault is found by its own rule only."""
import pathlib
import subprocess
import sys
import tempfile

import csource
import lint

HERE = pathlib.Path(__file__).resolve().parent

HEADER = """#ifndef TALOSAUTH_{0}_H
#define TALOSAUTH_{0}_H

{1}
#endif
"""

CLEAN = {
    "meson.build": "",
    "README.md": "",
    "include/talosauth/talosauth.h": HEADER.format(
        "TALOSAUTH", "#include <talosauth/status.h>\n#include <talosauth/merge.h>\n"),
    "include/talosauth/status.h": HEADER.format("STATUS", "#include <stddef.h>\n"),
    "include/talosauth/merge.h": HEADER.format(
        "MERGE", "/** Merges. */\nTAUTH_API int\n"
        "tauth_merge(const char *file, /* the file */\n            int n);\n"),
    "src/base/buf.c": '#include "base/buf.h"\n\n#include <string.h>\n'
                      "#include <talosauth/status.h>\n\n"
                      "/* never sprintf() here */\n"
                      "int buf_add(struct buf *b, const char *s)\n{\n"
                      '    return snprintf(b->p, 3, "exit(%s)", s);\n}\n',
    "src/base/buf.h": "struct buf {\n    char *p;\n};\n",
    "src/yaml/index.c": '#include "text/lines.h"\n#include "yaml/index.h"\n'
                        "#include <yaml.h>\n",
    "src/check/groups.h": "struct check_row;\n",
    "src/check/rbac/x.c": '#include "check/groups.h"\n#include "check/input/input.h"\n'
                          '#include "check/rbac/object.h"\n',
    "src/check/run.c": '#include "check/groups.h"\n#include "check/input/input.h"\n',
    "src/api/merge.c": '#include "check/rules.h"\n#include <talosauth/merge.h>\n',
    "src/cli/main.c": '#include "base/attr.h"\n#include "cli/options.h"\n'
                      "#include <talosauth/talosauth.h>\n\n"
                      'int main(void)\n{\n    printf("%d", 1);\n    return 0;\n}\n',
    "tests/unit/test-buf.c": '#include "anything.h"\n',
}


def function(lines=3, params="void"):
    body = "    work();\n" * (lines - 3)
    return f"static int f({params})\n{{\n{body}}}\n"


# (what, rule that fails, file, its new contents; a `+` first adds to the clean file)
FAULTS = [
    ("an upward include", "includes follow the layers",
     "src/yaml/index.c", '+#include "edit/plan.h"\n'),
    ("a sideways include", "includes follow the layers",
     "src/talos/merge.c", '#include "pki/key.h"\n'),
    ("an include without its directory", "includes follow the layers",
     "src/base/buf.c", '+#include "buf.h"\n'),
    ("a library header in the command line", "includes follow the layers",
     "src/cli/main.c", '+#include "yaml/index.h"\n'),
    ("a public header with behaviour below api", "includes follow the layers",
     "src/edit/plan.c", "#include <talosauth/merge.h>\n"),
    ("an unknown directory", "includes follow the layers", "src/util/x.c", "\n"),
    ("a file outside the layers", "includes follow the layers", "src/x.c", "\n"),
    ("an internal header in a public one", "includes follow the layers",
     "include/talosauth/status.h", HEADER.format("STATUS", '#include "base/buf.h"\n')),
    ("an include of a higher room", "includes follow the rooms of a layer",
     "src/check/node/x.c", '#include "check/across/across.h"\n'),
    ("an include of the whole layer", "includes follow the rooms of a layer",
     "src/check/rbac/x.c", '#include "check/run.h"\n'),
    ("an unknown room", "includes follow the rooms of a layer", "src/check/misc/x.c",
     "\n"),
    ("an unknown room of a layer without any", "includes follow the rooms of a layer",
     "src/yaml/more/x.c", "\n"),
    ("libyaml through another door", "one door for each foreign library",
     "src/edit/emit.c", "#include <yaml.h>\n"),
    ("libcyaml through another door", "one door for each foreign library",
     "src/talos/x.c", "#include <cyaml/cyaml.h>\n"),
    ("OpenSSL through another door", "one door for each foreign library",
     "src/net/x.c", "#include <openssl/x509.h>\n"),
    ("a foreign header in a public one", "one door for each foreign library",
     "include/talosauth/status.h", HEADER.format("STATUS", "#include <yaml.h>\n")),
    ("an unknown system header", "one door for each foreign library",
     "src/base/x.c", "#include <glib.h>\n"),
    ("a stray top-level file", "nothing else at the top level", "notes.txt", ""),
    ("a long source", "file sizes", "src/base/x.c", "int x;\n" * 701),
    ("a long internal header", "file sizes", "src/base/x.h", "\n" * 121),
    ("a long public header", "file sizes",
     "include/talosauth/status.h", HEADER.format("STATUS", "\n" * 451)),
    ("a long test", "file sizes", "tests/unit/test-x.c", "\n" * 401),
    ("a long function", "function sizes", "src/base/x.c", function(lines=101)),
    ("a wide line", "line widths", "src/base/x.c", "//" + "x" * 99 + "\n"),
    ("many parameters", "numbers of parameters",
     "src/base/x.c", function(params="int a, int b, int c, int d,\n"
                      "             int (*e)(int, int), int f, int g")),
    ("an unbounded copy", "forbidden calls", "src/cli/x.c", "int n = atoi (s);\n"),
    ("output from the library", "forbidden calls",
     "src/text/x.c", 'void f(void)\n{\n    fprintf(stderr, "x");\n}\n'),
    ("an exit from the library", "forbidden calls",
     "src/api/x.c", "void f(void)\n{\n    abort();\n}\n"),
    ("a mark", "no marks left over", "src/base/x.c", "/* TO" + "DO */\n"),
    ("an undocumented function", "every public function is documented",
     "include/talosauth/merge.h", HEADER.format(
         "MERGE", "/** One. */\nTAUTH_API int tauth_a(void);\n"
                  "TAUTH_API int tauth_b(void);\n")),
    ("a comment that is no documentation", "every public function is documented",
     "include/talosauth/merge.h", HEADER.format(
         "MERGE", "/* One. */\nTAUTH_API int tauth_a(void);\n")),
    ("a wrong guard", "guards of public headers",
     "include/talosauth/status.h", HEADER.format("STATE", "")),
    ("a header missing from the umbrella", "the umbrella header is complete",
     "include/talosauth/other.h", HEADER.format("OTHER", "")),
]

FITS = [
    ("a source of 700 lines", "src/base/x.c", "int x;\n" * 700),
    ("a function of 100 lines", "src/base/x.c", function(lines=100)),
    ("a long table", "src/base/x.c",
     "static const int t[] = {\n" + "    1,\n" * 200 + "};\n\n" + function()),
    ("six parameters", "src/base/x.c", function(params="int a, int b, int c, int d,"
                                                " int (*e)(int, int), int f, ...")),
    ("a build directory", "build-x/x.txt", ""),
    ("a dot file", ".gitignore", ""),
]


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def failing(name, text):
    """The rules that fail on the clean tree with one file changed."""
    with tempfile.TemporaryDirectory() as temp:
        root = pathlib.Path(temp)
        for path, clean in CLEAN.items():
            write(root, path, clean)
        if text.startswith("+"):
            text = CLEAN[name] + text[1:]
        write(root, name, text)
        return [title for title, report in lint.check(root) if report.breaches]


def program(name, text):
    """Exit status and `not ok` lines of the program itself."""
    with tempfile.TemporaryDirectory() as temp:
        root = pathlib.Path(temp)
        for path, clean in CLEAN.items():
            write(root, path, clean)
        write(root, name, text)
        run = subprocess.run([sys.executable, HERE / "lint.py", root],
                             capture_output=True, text=True, check=False)
        lines = run.stdout.splitlines()
        return run.returncode, lines[0], [s for s in lines if s.startswith("not ok")]


def scanned():
    text = ("#define X(a) {\nstatic int a(void)\n{\n    if (x) {\n    }\n}\n\n"
            "struct s *\nb(struct s *s, char c)\n{\n    return \"}\";\n}\n"
            "int c(int x) {\n}\n")
    return csource.functions(text)


def cases():
    yield "a clean tree", [], failing("README.md", "")
    for what, rule, name, text in FAULTS:
        yield what, [rule], failing(name, text)
    for what, name, text in FITS:
        yield f"{what} fits", [], failing(name, text)
    untested = {title for title, _ in lint.RULES} - {rule for _, rule, _, _ in FAULTS}
    yield "every rule has a fault here", set(), untested
    yield ("the program passes a clean tree", (0, f"1..{len(lint.RULES)}", []),
           program("README.md", ""))
    yield ("the program fails a stray file",
           (1, f"1..{len(lint.RULES)}", ["not ok 4 - nothing else at the top level"]),
           program("notes.txt", ""))
    yield ("function spans", [("a", 2, 6, 0), ("b", 8, 12, 2), ("c", 13, 14, 1)],
           scanned())


def main():
    failed = 0
    for number, (what, want, got) in enumerate(cases(), 1):
        ok = want == got
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {what}")
        if not ok:
            print(f"# want {want}\n# got  {got}")
    print(f"1..{number}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
