#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files that are not written: exit 2, the words on stderr, and everything as it was."""

import os

from faults import NOBODY, ROOT, TEMPORARY, Place, play, wrong_refusal

TESTS = []


def refusal(name, arguments, stderr, prepare, user=None):
    """A test whose run is refused; `prepare` changes the place before."""

    def attempt(_):
        with Place() as place:
            prepare(place)
            if user:
                place.merge_as(user, "--help")  # copies the program there
            before = place.look()
            merge = (lambda *a: place.merge_as(user, *a)) if user else place.merge
            return wrong_refusal(place, before, merge(*arguments), stderr)

    TESTS.append((name, None if not user or ROOT else "needs root", attempt))


def faulty(name, call, how, stderr, number=0, arguments=("-i", "a.yaml")):
    """A test in which a call fails and the run is refused."""

    def attempt(faults):
        with Place() as place:
            before = place.look()
            result = place.merge(*arguments, env=faults.at(call, how, number))
            return wrong_refusal(place, before, result, stderr)

    TESTS.append((name, "preload", attempt))


READ_ONLY = """\
a.yaml: error: the file is read-only [file-read-only]
    hint: make it writable first (chmod u+w), if it is meant to be changed
"""


def give_away(place):
    """The file of another user in a directory where everybody may write."""
    os.chown(place.file, 0, NOBODY)
    place.file.chmod(0o664)
    place.path.chmod(0o777)


refusal("read-only", ["-i", "a.yaml"], READ_ONLY, lambda p: p.file.chmod(0o444))
refusal(
    "read-only, as a user",
    ["-i", "a.yaml"],
    READ_ONLY,
    lambda p: (os.chown(p.file, NOBODY, NOBODY), p.file.chmod(0o444)),
    NOBODY,
)
refusal(
    "writable for the owner only, as another user",
    ["-i", "a.yaml"],
    READ_ONLY,
    lambda p: p.file.chmod(0o644),
    NOBODY,
)
refusal(
    "not readable, as another user",
    ["-i", "a.yaml"],
    "a.yaml: error: cannot open: Permission denied [file-read]\n",
    lambda p: p.file.chmod(0o600),
    NOBODY,
)
refusal(
    "read-only directory, as a user",
    ["-i", "a.yaml"],
    "a.yaml: error: cannot create a temporary file beside it: Permission denied"
    " [file-write]\n",
    lambda p: os.chown(p.file, NOBODY, NOBODY),
    NOBODY,
)
refusal(
    "output into a read-only directory, as a user",
    ["-O", "out.yaml", "a.yaml"],
    "out.yaml: error: cannot create a temporary file beside it: Permission denied"
    " [file-write]\n",
    lambda p: p.file.chmod(0o644),
    NOBODY,
)
refusal(
    "the file of another user",
    ["-i", "a.yaml"],
    f"a.yaml: error: the file belongs to user 0, group {NOBODY}, which cannot be kept"
    " [file-owner]\n    hint: run as the owner of the file or as root\n",
    give_away,
    NOBODY,
)
refusal(
    "the backup of the file of another user",
    ["-i", "--backup", "a.yaml"],
    f"a.yaml.bak: error: the file belongs to user 0, group {NOBODY}, which cannot be kept"
    " [file-owner]\n    hint: run as the owner of the file or as root\n",
    give_away,
    NOBODY,
)
refusal(
    "vanished file",
    ["-i", "a.yaml"],
    "a.yaml: error: cannot open: No such file or directory [file-read]\n",
    lambda p: p.file.unlink(),
)
refusal(
    "vanished directory",
    ["-i", "gone/a.yaml"],
    "gone/a.yaml: error: cannot open: No such file or directory [file-read]\n",
    lambda p: None,
)
refusal(
    "hard links",
    ["-i", "a.yaml"],
    "a.yaml: error: the file has 2 names (hard links); the others would keep the old"
    " contents [file-hard-links]\n"
    "    hint: give --break-links if the other names may keep the old contents\n",
    lambda p: (p.path / "b.yaml").hardlink_to(p.file),
)
refusal(
    "an output file that is read-only",
    ["-O", "b.yaml", "--force", "a.yaml"],
    READ_ONLY.replace("a.yaml", "b.yaml"),
    lambda p: ((p.path / "b.yaml").touch(), (p.path / "b.yaml").chmod(0o400)),
)
refusal(
    "an output file with hard links",
    ["-O", "b.yaml", "--force", "a.yaml"],
    "b.yaml: error: the file has 2 names (hard links); the others would keep the old"
    " contents [file-hard-links]\n"
    "    hint: remove this name first, if the others may keep the old contents\n",
    lambda p: ((p.path / "b.yaml").touch(), (p.path / "c.yaml").hardlink_to(p.path / "b.yaml")),
)
refusal(
    "dangling symbolic link",
    ["-i", "link.yaml"],
    "link.yaml: error: cannot open: No such file or directory [file-read]\n",
    lambda p: (p.path / "link.yaml").symlink_to("gone.yaml"),
)
refusal(
    "symbolic link to itself",
    ["-i", "link.yaml"],
    "link.yaml: error: cannot open: Too many levels of symbolic links [file-read]\n",
    lambda p: (p.path / "link.yaml").symlink_to("link.yaml"),
)
refusal(
    "existing backup",
    ["-i", "--backup", "a.yaml"],
    "a.yaml.bak: error: the file exists already [file-exists]\n"
    "    hint: give --force to overwrite it\n",
    lambda p: (p.path / "a.yaml.bak").write_bytes(b"older\n"),
)
refusal(
    "existing backup that is a dangling link",
    ["-i", "--backup", "a.yaml"],
    "a.yaml.bak: error: the file exists already [file-exists]\n"
    "    hint: give --force to overwrite it\n",
    lambda p: (p.path / "a.yaml.bak").symlink_to("gone.bak"),
)
refusal(
    "a directory in the place of the temporary file",
    ["-i", "a.yaml"],
    "a.yaml: error: cannot remove the temporary file of an earlier run: Is a directory"
    " [file-write]\n",
    lambda p: (p.path / f".a.yaml{TEMPORARY}").mkdir(),
)

faulty(
    "full disk at write",
    "write",
    "ENOSPC",
    "a.yaml: error: cannot write: No space left on device [file-write]\n",
)
faulty(
    "full disk at fsync",
    "fsync",
    "ENOSPC",
    "a.yaml: error: cannot write to the disk: No space left on device [file-write]\n",
)
faulty(
    "broken disk at fsync",
    "fsync",
    "EIO",
    "a.yaml: error: cannot write to the disk: Input/output error [file-write]\n",
    1,
)
faulty(
    "no chmod",
    "fchmod",
    "EIO",
    "a.yaml: error: cannot set the mode: Input/output error [file-write]\n",
)
faulty(
    "no rename",
    "move",
    "EIO",
    "a.yaml: error: cannot move the new file into place: Input/output error"
    " [file-write]\n",
    1,
)
faulty(
    "full disk at the backup",
    "write",
    "ENOSPC",
    "a.yaml.bak: error: cannot write: No space left on device [file-write]\n",
    1,
    ("-i", "--backup", "a.yaml"),
)
faulty(
    "full disk at the output file",
    "write",
    "ENOSPC",
    "out.yaml: error: cannot write: No space left on device [file-write]\n",
    0,
    ("-O", "out.yaml", "a.yaml"),
)
faulty(
    "broken disk at the output file",
    "fsync",
    "EIO",
    "out.yaml: error: cannot write to the disk: Input/output error [file-write]\n",
    1,
    ("-O", "out.yaml", "a.yaml"),
)

if __name__ == "__main__":
    play(TESTS)
