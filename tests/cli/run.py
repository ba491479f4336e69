#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the .case files of this directory (cases.py says what is in them); prints TAP.

usage: run.py [--update] [COMMAND/NAME...]

--update shows what is different and rewrites the golden sections; `exit`, `says` and the
other lines on top are never rewritten.
"""

import difflib
import os
import pathlib
import re
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

import reach
from cases import difference, read_case, write_case
from talosauth_test import Tap, run, show_difference

LIMIT = 16 << 20
LEGACY = b"machine:\n  type: controlplane\ncluster:\n  apiServer: {}\n"
RECIPES = {
    "directory": lambda path: path.mkdir(),
    "large": lambda path: path.write_bytes(comments(LIMIT + 1)),
    "largest": lambda path, room: path.write_bytes(comments(LIMIT - int(room))),
    "nested": lambda path, levels: path.write_bytes(nested(int(levels))),
    "laughs": lambda path, levels: path.write_bytes(laughs(int(levels))),
    "pipe": os.mkfifo,
    "link": lambda path, target: path.symlink_to(target),
}
HUSH = re.compile(rb"hush[\w-]{4,}")
SECRET_VALUE = re.compile(
    rb"^ *(?:key|token|secret|secretboxEncryptionSecret): (\S{16,})$", re.MULTILINE
)

PRIVATE_KEY = re.compile(rb"PRIVATE KEY-----\s((?:[A-Za-z0-9+/=]+\s+)+)-----END")


def comments(size):
    """A config of exactly this many bytes."""
    line = b"# " + b"x" * 61 + b"\n"
    room = size - len(LEGACY)
    return LEGACY + line * (room // len(line)) + b"#" * (room % len(line))


def nested(levels):
    """A config whose deepest value is below so many collections."""
    depth = levels - 2
    return LEGACY + b"x: {a: " + b"[" * depth + b"]" * depth + b"}\n"


def laughs(levels):
    """A config with aliases of aliases: 10 ** levels values when they are expanded."""
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"]
    for level in range(1, levels):
        items = b", ".join([b"*a%d" % (level - 1)] * 10)
        lines.append(b"a%d: &a%d [%s]\n" % (level, level, items))
    return LEGACY + b"".join(lines)


class Scene:
    """The directory of one run, before and after."""

    def __init__(self, case, directory):
        self.directory = pathlib.Path(directory)
        self.stdin = None
        for name, recipe in case.all("make"):
            word, *arguments = recipe.split()
            RECIPES[word](self.directory / name, *arguments)
        for name, source in case.all("copy"):
            shutil.copyfile(ROOT / source, self.directory / name)
        for name, data in case.inputs():
            if name is None:
                self.stdin = data
            else:
                (self.directory / name).write_bytes(data)
        for name, mode in case.all("mode"):
            if (self.directory / name).exists():
                (self.directory / name).chmod(int(mode.split()[0], 8))
        self.before = self.look()

    def look(self):
        """name: (bytes, mtime) of every file."""
        return {
            str(path.relative_to(self.directory)): (
                path.read_bytes(),
                path.stat().st_mtime_ns,
            )
            for path in self.directory.rglob("*")
            if path.is_file()
        }

    def mode(self, name):
        path = self.directory / name
        return f"{path.stat().st_mode & 0o7777:04o}" if path.exists() else "none"


def observe(case, scene, result):
    """What a run did, as golden sections (title: bytes)."""
    golden = dict.fromkeys(case.golden())
    stdout_of = next((t for t in golden if t.startswith("stdout of ")), None)
    if stdout_of:
        golden[stdout_of] = difference(scene.before[stdout_of[10:]][0], result.out)
    elif not case.get("stdout"):
        golden["stdout"] = result.out
    golden["stderr"] = result.err.encode()
    after = scene.look()
    for name, (data, _) in sorted(after.items()):
        if name not in scene.before:
            title = next((t for t in golden if t.startswith(f"created {name} of ")), None)
            if title:
                golden[title] = difference(scene.before[title.split()[3]][0], data)
            else:
                golden[f"created {name}"] = data
        elif data != scene.before[name][0]:
            golden[f"changed {name}"] = difference(scene.before[name][0], data)
    kept = {t: d for t, d in golden.items() if d is not None}
    return {t: d for t, d in kept.items() if d or " " in t}


def secrets(case, scene):
    texts = [data for data, _ in scene.before.values() if len(data) < 1 << 20]
    texts += [scene.stdin or b"", " ".join(case.arguments).encode()]
    found = set()
    for text in texts:
        found |= set(HUSH.findall(text)) | set(SECRET_VALUE.findall(text))
        for lines in PRIVATE_KEY.findall(text):
            found |= set(lines.split())
    return found


def wrong_secrets(case, scene, result):
    config = case.arguments[:1] == ["merge"] and "--diff" not in case.arguments
    shown = result.err.encode() + (b"" if config and result.code == 0 else result.out)
    for secret in secrets(case, scene):
        if secret in shown:
            yield f"a secret is shown: {secret.decode()}"


def wrong_refusal(case, scene, golden):
    """Exit 2: nothing on stdout, nothing written, nothing left behind."""
    if case.get("several"):
        return
    for title in golden:
        if title != "stderr":
            yield f"exit 2, but there is: {title}"
    if "stderr" not in golden:
        yield "exit 2 without a word on stderr"


def wrong_files(scene, golden):
    after = scene.look()
    for name, (_, time) in scene.before.items():
        if name not in after:
            yield f"{name} is gone"
        elif f"changed {name}" not in golden and after[name][1] != time:
            yield f"{name} has the same bytes, but was written"
    for name in after.keys() - scene.before.keys():
        if ".talosauth.tmp" in name:
            yield f"{name} was left behind"


def wrong_head(case, scene, result):
    """What the lines on top of the case ask for."""
    if result.code != int(case.get("exit")):
        yield f"exit {result.code} instead of {case.get('exit')}"
    for text in case.all("says"):
        if text not in result.err:
            yield f"stderr does not say: {text}"
    option = case.get("option")
    if option and not re.match(rf"talosauth: error: {option}: ", result.err):
        yield f"stderr does not name {option}"
    for name, modes in case.all("mode"):
        if scene.mode(name) != modes.split()[-1]:
            yield f"{name} has not the mode {modes.split()[-1]}"
    if case.get("lines"):
        lines = result.out.decode().splitlines()
        added = sum(line[:1] == "+" and line[:3] != "+++" for line in lines)
        removed = sum(line[:1] == "-" and line[:3] != "---" for line in lines)
        if case.get("lines") != f"+{added} -{removed}":
            yield f"the diff has +{added} -{removed} lines, not {case.get('lines')}"


def wrong_golden(case, golden, result):
    expected = case.golden()
    for title in sorted(expected.keys() | golden.keys()):
        want, have = expected.get(title, b""), golden.get(title, b"")
        if want != have or (title in expected) != (title in golden):
            yield f"{title}\n{show_difference(want, have)}"
    if case.get("stdout"):
        want = (HERE / case.get("stdout")).read_bytes()
        if want != result.out:
            yield f"{case.get('stdout')}\n{show_difference(want, result.out)}"


def rewrite(path, text):
    old = path.read_bytes() if path.exists() else b""
    if old == text:
        return
    lines = [part.decode("utf-8", "replace").splitlines() for part in (old, text)]
    name = str(path.relative_to(HERE))
    print("\n".join(difflib.unified_diff(*lines, name, name, lineterm="")))
    path.write_bytes(text)


def update(case, golden, result):
    rewrite(case.path, write_case(case, golden).encode())
    if case.get("stdout"):
        rewrite(HERE / case.get("stdout"), result.out)


def play(case, updating):
    """Everything that is wrong with a case."""
    with tempfile.TemporaryDirectory() as directory:
        scene = Scene(case, directory)
        result = run(case.arguments, scene.stdin, directory, case.environment)
        golden = observe(case, scene, result)
        wrong = [
            *wrong_head(case, scene, result),
            *wrong_files(scene, golden),
            *wrong_secrets(case, scene, result),
        ]
        if result.code == 2:
            wrong += wrong_refusal(case, scene, golden)
        if updating:
            update(case, golden, result)
        else:
            wrong += wrong_golden(case, golden, result)
    return wrong


def main(arguments):
    updating = "--update" in arguments
    names = [name for name in arguments if name != "--update"]
    cases = [read_case(path) for path in sorted(HERE.glob("*/*.case"))]
    tap = Tap()
    for case in cases:
        if not names or case.name in names:
            wrong = play(case, updating)
            tap.ok(not wrong, case.name, "\n".join(wrong))
    if not names:
        reach.check(tap, cases)
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
