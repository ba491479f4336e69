#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files that are written: what is kept, and what a failing disk or another run leaves."""

import fcntl
import os
import subprocess

from faults import NEW, NEXT, NOBODY, OLD, ROOT, TEMPORARY, Place, play, wrong_refusal

CHANGED = "{0}: changed\n" + NEXT
TESTS = []


def test(name, skip=None):
    """A test returns None, or what is wrong."""

    def add(function):
        TESTS.append((name, skip, function))
        return function

    return add


def wrong_success(place, result, stderr=CHANGED.format("a.yaml")):
    if (result.code, result.out) != (0, b""):
        return f"exit {result.code}\n{result.err}"
    if result.err != stderr:
        return f"stderr is\n{result.err}instead of\n{stderr}"
    if place.left_behind():
        return f"left behind: {place.left_behind()}"
    return None if place.file.read_bytes() == NEW else "the file is not the new one"


@test("broken disk at fsync of the directory", "preload")
def _(faults):
    with Place() as place:
        result = place.merge("-i", "a.yaml", env=faults.at("fsync", "EIO", 2))
        stderr = (
            "a.yaml: error: the new file is in place, but the directory could not be "
            "written to the disk: Input/output error [file-write]\n"
        )
        if (result.code, result.out, result.err) != (2, b"", stderr):
            return f"exit {result.code}\n{result.err}"
        return None if place.file.read_bytes() == NEW else "the file is not the new one"


@test("full disk behind the backup", "preload")
def _(faults):
    with Place() as place:
        environment = faults.at("write", "ENOSPC", 2)
        result = place.merge("-i", "--backup", "a.yaml", env=environment)
        stderr = "a.yaml: error: cannot write: No space left on device [file-write]\n"
        if (result.code, result.err) != (2, stderr):
            return f"exit {result.code}\n{result.err}"
        if place.file.read_bytes() != OLD or place.left_behind():
            return "the file is not the old one, or something was left behind"
        if (place.path / "a.yaml.bak").exists():
            return "the backup stands in the way of the next try"
        result = place.merge("-i", "--backup", "a.yaml")
        return None if result.code == 0 else f"the next try: exit {result.code}"


@test("a backup stays when only the directory cannot be synced", "preload")
def _(faults):
    with Place() as place:
        environment = faults.at("fsync", "EIO", 4)
        result = place.merge("-i", "--backup", "a.yaml", env=environment)
        if result.code != 2 or place.file.read_bytes() != NEW:
            return f"exit {result.code}, or the file is not the new one\n{result.err}"
        backup = place.path / "a.yaml.bak"
        return None if backup.read_bytes() == OLD else "the backup is not the old file"


@test("short writes", "preload")
def _(faults):
    with Place() as place:
        result = place.merge("-i", "a.yaml", env=faults.at("write", "short"))
        return wrong_success(place, result)


@test("interrupted writes", "preload")
def _(faults):
    with Place() as place:
        result = place.merge("-i", "a.yaml", env=faults.at("write", "EINTR"))
        return wrong_success(place, result)


@test("changed between read and rename", "preload")
def _(faults):
    with Place() as place:
        environment = faults.at("fsync", "touch", 1, file=place.file)
        result = place.merge("-i", "a.yaml", env=environment)
        stderr = (
            "a.yaml: error: the file was changed while it was edited [file-changed]\n"
            "    hint: run the command again\n"
        )
        if (result.code, result.out, result.err) != (2, b"", stderr):
            return f"exit {result.code}\n{result.err}"
        if place.file.read_bytes() != OLD + b"\n" or place.left_behind():
            return "what was written in between is lost, or something was left behind"
        return None


@test("tiny file system", None if ROOT else "needs root")
def _(_):
    with Place() as place:
        disk = place.path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "none", disk]
        if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            return "SKIP cannot mount a tmpfs"
        try:
            file = disk / "a.yaml"
            file.write_bytes(OLD + b"#" * 11000 + b"\n")
            before = place.look()
            stderr = (
                "disk/a.yaml: error: cannot write: No space left on device"
                " [file-write]\n"
            )
            result = place.merge("-i", "disk/a.yaml")
            return wrong_refusal(place, before, result, stderr)
        finally:
            subprocess.run(["umount", disk], check=True)


@test("broken hard links")
def _(_):
    with Place() as place:
        other = place.path / "b.yaml"
        other.hardlink_to(place.file)
        wrong = wrong_success(place, place.merge("-i", "--break-links", "a.yaml"))
        return wrong or (None if other.read_bytes() == OLD else "b.yaml was changed")


@test("symbolic link into another directory")
def _(_):
    with Place() as place:
        directory = place.path / "real"
        directory.mkdir()
        place.file.rename(directory / "b.yaml")
        place.file.symlink_to("real/b.yaml")
        wrong = wrong_success(place, place.merge("-i", "--backup", "a.yaml"))
        if not wrong and not place.file.is_symlink():
            return "the link is gone"
        names = sorted(path.name for path in directory.iterdir())
        if not wrong and names != ["b.yaml", "b.yaml.bak"]:
            return f"files beside the target: {names}"
        return wrong


@test("mode and times")
def _(_):
    for mode in (0o600, 0o640, 0o666, 0o755, 0o4750):
        with Place() as place:
            place.file.chmod(mode)
            wrong = wrong_success(place, place.merge("-i", "--backup", "a.yaml"))
            backup = place.path / "a.yaml.bak"
            modes = [oct(f.stat().st_mode & 0o7777) for f in (place.file, backup)]
            if wrong or modes != [oct(mode)] * 2:
                return wrong or f"{modes} instead of {oct(mode)}"
    return None


@test("owner and group", None if ROOT else "needs root")
def _(_):
    with Place() as place:
        os.chown(place.file, 1234, 2345)
        wrong = wrong_success(place, place.merge("-i", "--backup", "a.yaml"))
        owners = {(s.st_uid, s.st_gid) for s in map(os.stat, place.path.iterdir())}
        return wrong or (None if owners == {(1234, 2345)} else f"owners {owners}")


@test("owner in a directory of one's own, as a user", None if ROOT else "needs root")
def _(_):
    with Place() as place:
        os.chown(place.file, NOBODY, NOBODY)
        os.chown(place.path, NOBODY, NOBODY)
        return wrong_success(place, place.merge_as(NOBODY, "-i", "a.yaml"))


@test("extended attributes")
def _(_):
    with Place() as place:
        try:
            os.setxattr(place.file, "user.note", b"keep\0this")
            os.setxattr(place.file, "user.empty", b"")
        except OSError:
            return "SKIP no extended attributes here"
        wrong = wrong_success(place, place.merge("-i", "--backup", "a.yaml"))
        for path in place.path.iterdir():
            if not wrong and os.getxattr(path, "user.note") != b"keep\0this":
                return f"{path.name} has lost an attribute"
            if not wrong and os.getxattr(path, "user.empty") != b"":
                return f"{path.name} has another attribute"
        return wrong


@test("an output file whose other name a killed run left")
def _(_):
    with Place() as place:
        out = place.path / "out.yaml"
        out.write_bytes(b"older\n")
        (place.path / ".out.yaml.talosauth.tmp").hardlink_to(out)
        result = place.merge("-O", "out.yaml", "--force", "a.yaml")
        good = result.code == 0 and out.read_bytes() == NEW and not place.left_behind()
        return None if good else f"{result} {place.look()}"


@test("nothing to do")
def _(_):
    with Place() as place:
        place.file.write_bytes(NEW)
        before = place.look()
        result = place.merge("-i", "--backup", "a.yaml")
        if (result.code, result.err) != (0, "a.yaml: unchanged\n"):
            return f"exit {result.code}\n{result.err}"
        return None if place.look() == before else "something was written"


def while_locked(name):
    """A run while another process holds the lock of a file."""
    with Place() as place:
        path = place.path / name
        path.touch(0o600)
        with open(path, "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            before = place.look()
            stderr = "a.yaml: error: another run is {0} this file [file-busy]\n"
            stderr += "    hint: try again when it is done\n"
            word = "writing" if TEMPORARY in name else "editing"
            result = place.merge("-i", "a.yaml")
            wrong = wrong_refusal(place, before, result, stderr.format(word))
        return wrong or wrong_success(place, place.merge("-i", "a.yaml"))


@test("two runs at once")
def _(_):
    return while_locked("a.yaml")


@test("two runs at once, the temporary file")
def _(_):
    return while_locked(f".a.yaml{TEMPORARY}")


@test("eight runs at once: what is reported as done is there")
def _(_):
    with Place() as place:
        program = os.environ["TALOSAUTH"]
        runs = [
            subprocess.Popen(
                [program, "merge", "-i", "--set", f"key-{number}=1", "a.yaml"],
                cwd=place.path,
                stderr=subprocess.PIPE,
            )
            for number in range(8)
        ]
        answers = [(run.communicate()[1].decode(), run.returncode) for run in runs]
        text = place.file.read_text(encoding="utf-8")
        for number, (stderr, code) in enumerate(answers):
            refused = "[file-busy]" in stderr or "[file-changed]" in stderr
            if (code == 0) != (f"key-{number}:" in text) or (code != 0) != refused:
                return f"run {number} ended with {code}\n{stderr}{text}"
        return place.left_behind() or None


@test("temporary file of a run that died")
def _(_):
    with Place() as place:
        (place.path / f".a.yaml{TEMPORARY}").write_bytes(b"half of")
        return wrong_success(place, place.merge("-i", "a.yaml"))


@test("a link in the place of the temporary file")
def _(_):
    with Place() as place:
        other = place.path / "other"
        other.write_bytes(b"precious\n")
        (place.path / f".a.yaml{TEMPORARY}").symlink_to("other")
        wrong = wrong_success(place, place.merge("-i", "a.yaml"))
        return wrong or (None if other.read_bytes() == b"precious\n" else "other changed")


@test("names of 255 bytes")
def _(_):
    with Place() as place:
        names = ["x" * 251 + letter + ".ya" for letter in "ab"]
        for name in names:
            (place.path / name).write_bytes(OLD)
        result = place.merge("-i", "-q", "-j", "1", *names)
        if (result.code, result.err) != (0, ""):
            return f"exit {result.code}\n{result.err}"
        return place.left_behind() or None


@test("full standard output")
def _(_):
    return wrong_stdout("/dev/full", "No space left on device")


@test("closed pipe on standard output")
def _(_):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return wrong_stdout(f"/dev/fd/{writer}", "Broken pipe", writer)
    finally:
        os.close(writer)


def wrong_stdout(path, cause, descriptor=None):
    out = descriptor if descriptor is not None else os.open(path, os.O_WRONLY)
    done = subprocess.run(
        [os.environ["TALOSAUTH"], "merge", "--set", "v=4", "-"],
        input=OLD,
        stdout=out,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    if descriptor is None:
        os.close(out)
    stderr = f"talosauth: error: cannot write to stdout: {cause} [file-write]\n"
    if (done.returncode, done.stderr.decode()) != (2, stderr):
        return f"exit {done.returncode}\n{done.stderr.decode()}instead of\n{stderr}"
    return None


if __name__ == "__main__":
    play(TESTS)
