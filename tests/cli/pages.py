#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Help, man pages and completions say the same; the shells complete as they should.

usage: pages.py MAN-DIRECTORY
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

import shells
from talosauth_test import Tap, run

SHELLS = {"bash": shells.bash, "zsh": shells.zsh, "fish": shells.fish}
LINTERS = {
    "mandoc": ["mandoc", "-T", "lint", "-W", "warning"],
    "groff": ["groff", "-man", "-ww", "-Tutf8", "-z"],
}
OTHER_PAGES = {"talosauth.1", "talosauth-access.5", "talosauth-rules.7"}
OPTION = re.compile(r"^  (?:(-\w),|   ) (--[\w-]+)", re.MULTILINE)
ERROR = re.compile(r"\w+:\d+: |not found|no such|bad ", re.IGNORECASE)
LAYOUTS = {"auto", "legacy", "multidoc"}
RULES = {"empty-groups-prefix", "system-names"}
MINE = {"my file.yaml"}
FILES = MINE | {"other.txt", "a dir", "-dash"}


def words(*arguments):
    return run(list(arguments)).out.decode()


def all_commands():
    return re.findall(r"^  ([a-z][\w-]*) {2,}\S", words("help"), re.MULTILINE)


def providers():
    """From a message of the library, which reads no option rows."""
    return set(run(["patch", "--provider", "?"]).err.split("one of ")[1].split())


def help_options(command):
    shown = words("help", command).split("\nExamples\n")[0]
    return {name for found in OPTION.findall(shown) for name in found if name}


def plain(roff):
    """The text of roff lines."""
    roff = re.sub(r"^\\&|\\f[BIR]|\\[%:]", "", roff, flags=re.MULTILINE)
    for escape, text in (("(aq", "'"), ("(ti", "~"), ("(ga", "`"), ("(ha", "^"),
                         (" ", " "),
                         ("-", "-"), ("e", "\\")):
        roff = roff.replace("\\" + escape, text)
    return roff


def section(page, title):
    return page.split(f"\n.SH {title}\n")[1].split("\n.SH ")[0] + "\n"


def page_options(page):
    tags = re.findall(r"^\.TP\n(.*)$", section(page, "OPTIONS"), re.MULTILINE)
    return {name for tag in tags for name in re.findall(r"(?<!\S)--?[\w-]+", plain(tag))}


def difference(expected, found):
    return f"missing: {sorted(expected - found)}\ntoo many: {sorted(found - expected)}"


def check_pages(tap, folder, commands):
    pages = {path.name for path in folder.glob("*.[0-9]")}
    expected = {f"talosauth-{command}.1" for command in commands} | OTHER_PAGES
    tap.ok(pages == expected, "a page for every command, a command for every page",
           difference(expected, pages))
    for command in commands:
        path = folder / f"talosauth-{command}.1"
        if path.exists():
            check_page(tap, path.read_text(), command)
    overview = plain(section((folder / "talosauth.1").read_text(), "COMMANDS"))
    missing = [c for c in commands if f"talosauth-{c}(1)\n" not in overview]
    tap.ok(not missing, "talosauth(1) lists every command", " ".join(missing))


def check_page(tap, page, command):
    expected, found = help_options(command), page_options(page)
    tap.ok(expected and expected == found,
           f"{command}: {len(expected)} options in the help and in the page",
           difference(expected, found))
    wide = [line for line in words("help", command).split("\nExamples\n")[0].split("\n")
            if len(line) > 80]
    tap.ok(not wide, f"{command}: the help fits a screen", "\n".join(wide))
    usage, *rest = words("help", command).split("\n", 1)
    tap.ok(f"usage: {plain(section(page, 'SYNOPSIS'))}" == usage + "\n",
           f"{command}: its synopsis", usage)
    examples = "".join(rest).split("\nExamples\n")[1:]
    shown = plain(section(page, "EXAMPLES"))[4:-5].split("\n") if examples else []
    tap.ok("".join(examples) == "".join(f"  {line}\n" for line in shown if line),
           f"{command}: its examples", "\n".join(shown))


def check_presets(tap, folder):
    """What talosauth-access(5) says of providers is what they fill in."""
    text = plain(section((folder / "talosauth-access.5").read_text(), "PROVIDERS"))
    table = dict(re.findall(r"^\.TP\n(.+)\n(.+)$", text, re.MULTILINE))
    wrong = [f"only one of both knows {name}" for name in providers() ^ table.keys()]
    for name, says in table.items():
        slash = "/" if "in a slash" in says else ""
        out = words("patch", "--provider", name, "--audience", "a", "--issuer-url",
                    f"https://idp.example.com{slash}")
        flags = dict(re.findall(r'oidc-([\w-]+): "(.*)"', out))
        have = [flags.get("username-claim"), flags.get("groups-claim", "no groups"),
                flags.get("username-prefix")]
        if have != re.split(r"[,;] ?", says)[:3]:
            wrong.append(f"{name}: {have}, not {says}")
        if ("signing-algs" in flags) != ("signs with" in says):
            wrong.append(f"{name}: {flags}, not {says}")
    tap.ok(table and not wrong, f"{len(table)} providers in talosauth-access(5)",
           "\n".join(wrong))


def check_lint(tap, folder):
    for name, command in LINTERS.items():
        if not shutil.which(name):
            tap.skip(f"{name} finds nothing in the pages", f"{name} is not installed")
            continue
        for path in sorted(folder.glob("*.[0-9]")):
            done = subprocess.run([*command, str(path)], capture_output=True, text=True,
                                  check=False)
            said = done.stdout + done.stderr
            tap.ok(done.returncode == 0 and not said, f"{name}: {path.name}", said)


def table(commands):
    """What is offered for a line: the same in each shell."""
    return {
        "talosauth ": set(commands),
        "talosauth me": {"merge"},
        "talosauth frob": set(),
        "talosauth frob ": set(),
        "talosauth merge --lay": {"--layout"},
        "talosauth merge --layout ": LAYOUTS,
        "talosauth merge --layout l": {"legacy"},
        "talosauth merge --layout=": LAYOUTS,
        "talosauth merge --layout=l": {"legacy"},
        "talosauth merge my.yaml --layout=l": {"legacy"},
        "talosauth merge --provider ": providers(),
        "talosauth merge --provider=po": {"pocket-id"},
        "talosauth init --provider ": providers(),
        "talosauth init --provider=zi": {"zitadel"},
        "talosauth patch --allow ": RULES,
        "talosauth validate --rule ca-exp": {"ca-expired", "ca-expires-soon"},
        "talosauth validate --rule certi": {"certificate"},
        "talosauth validate --mode ": {"metal", "cloud", "container"},
        "talosauth version -o ": {"text", "json"},
        "talosauth version -qo ": {"text", "json"},
        "talosauth merge --color=a": {"auto", "always"},
        "talosauth merge --audience ": set(),
        "talosauth merge --audience=": set(),
        "talosauth merge --issuer-url https://my": set(),
        "talosauth merge --issuer-url https://idp.example.com my": MINE,
        "talosauth merge --set a=b my": MINE,
        "talosauth merge --client-id": {"--client-id"},
        "talosauth merge ": FILES,
        "talosauth merge my": MINE,
        "talosauth merge 'my f": MINE,
        'talosauth merge "my f': MINE,
        "talosauth merge -i my": MINE,
        "talosauth merge --backup my": MINE,
        "talosauth merge --backup=": set(),
        "talosauth merge --backup=my": set(),
        "talosauth merge -O my": MINE,
        "talosauth merge -iO my": MINE,
        "talosauth merge -Oout my": MINE,
        "talosauth merge --output-file my": MINE,
        "talosauth merge --output-file=my": MINE,
        "talosauth merge --files-from o": {"other.txt"},
        "talosauth patch --base=o": {"other.txt"},
        "talosauth merge -- --lay": set(),
        "talosauth merge -- -d": {"-dash"},
        "talosauth merge -- my": MINE,
        "talosauth patch my": set(),
        "talosauth help ": set(commands),
        "talosauth help -q ve": {"version"},
        "talosauth help merge m": set(),
        "talosauth completion ": {"bash", "zsh", "fish"},
    }


def check_shell(tap, name, script, commands, folder):
    expected = table(commands)
    dashes = {f"talosauth {c} -": help_options(c) for c in commands}
    lines = [*expected, *dashes]
    found, said = SHELLS[name](script, lines, folder)
    if name == "zsh":
        said = said if ERROR.search(said) else ""
    answers = len(found) == len(lines)
    tap.ok(answers and not said, f"{name}: answers without an error", said)
    found += [[]] * (len(lines) - len(found))
    for line, offered in zip(lines, found):
        want = (expected | dashes)[line]
        offered = {word.rstrip("/") for word in offered}
        offered -= {"-dash"} if line in dashes else set()
        title = f"{len(want)} options" if line in dashes else "what can follow"
        tap.ok(offered == want, f"{name}: {title}: {line}", difference(want, offered))


def check_keys(tap, script, folder):
    """Real keys, since readline quotes what a function returns."""
    no_equals = "COMP_WORDBREAKS=${COMP_WORDBREAKS//=}"
    for typed, setup, expected in (
        ("my\t", "", ["my file.yaml"]),
        ("my\\ \t", "", ["my file.yaml"]),
        ('"my\t', "", ["my file.yaml"]),
        ("--output-file=my\t", "", ["--output-file=my file.yaml"]),
        ("--output-file=my\\ \t", "", ["--output-file=my file.yaml"]),
        ("--output-file=my\t", no_equals, ["--output-file=my file.yaml"]),
        ("--layout=le\t", "", ["--layout=legacy"]),
        ("--layout=le\t", no_equals, ["--layout=legacy"]),
        ("--layout='le\t", "", ["--layout=legacy"]),
        ("--lay\tle\t", "", ["--layout", "legacy"]),
        ("a\t", "", ["a dir/"]),
    ):
        got = shells.bash_line(script, f"talosauth merge {typed}", folder, setup)
        shown = typed.replace("\t", "TAB") + (" with no break at =" if setup else "")
        tap.ok(got == ["merge", *expected], f"bash: keys: {shown}", got)


def main(arguments):
    tap = Tap()
    commands = all_commands()
    pages = pathlib.Path(arguments[0])
    terminal = shells.has_terminal()
    check_pages(tap, pages, commands)
    check_presets(tap, pages)
    check_lint(tap, pages)
    with tempfile.TemporaryDirectory() as folder:
        there = pathlib.Path(folder, "there")
        (there / "a dir").mkdir(parents=True)
        for name in FILES - {"a dir"}:
            (there / name).touch()
        for name in SHELLS:
            script = pathlib.Path(folder, f"completion.{name}")
            script.write_bytes(run(["completion", name]).out)
            if not shutil.which(name):
                tap.skip(f"{name}: what can follow", f"{name} is not installed")
            elif name == "zsh" and not terminal:
                tap.skip(f"{name}: what can follow", "there is no terminal")
            else:
                check_shell(tap, name, script, commands, there)
        if terminal:
            check_keys(tap, pathlib.Path(folder, "completion.bash"), there)
        else:
            tap.skip("bash: keys", "there is no terminal")
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
