# SPDX-License-Identifier: MIT
"""Directories to write in, and runs in which calls of the C library fail."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))

from talosauth_test import Result, Tap, run

NOBODY = 65534
ROOT = os.geteuid() == 0
IDP = ["--issuer-url", "https://idp.example.com", "--audience", "kube"]
TEMPORARY = ".talosauth.tmp"
OLD = b"""\
machine:
  type: controlplane
  token: hush-token
cluster:
  apiServer:
    extraArgs:
      v: "2"
"""
NEW = OLD + b"""\
      oidc-issuer-url: https://idp.example.com
      oidc-client-id: kube
"""
NEXT = """\
next:
  talosctl validate -m metal -c {0}
  talosctl -n NODE apply-config -f {0} --dry-run    then without --dry-run, one
                                control-plane node first, and wait for it
  kubectl auth whoami           as an OIDC user; keep the certificate kubeconfig
"""


class Place:
    """A directory with a config in it; `with` removes it."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="talosauth-write-"))
        self.path.chmod(0o755)
        self.file = self.path / "a.yaml"
        self.file.write_bytes(OLD)
        self.file.chmod(0o600)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def merge(self, *arguments, env=None):
        return run(["merge", *IDP, *arguments], cwd=self.path, env=env)

    def merge_as(self, user, *arguments):
        """The same as another user."""
        program = self.path / "talosauth"
        if not program.exists():
            shutil.copyfile(os.environ["TALOSAUTH"], program)
            program.chmod(0o755)
        done = subprocess.run(
            [program, "merge", *IDP, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=self.path,
            user=user,
            group=user,
            extra_groups=[],
            env=dict(os.environ, LC_ALL="C.UTF-8"),
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr.decode())

    def look(self):
        """name: what can be seen of every file, links included."""
        seen = {}
        for path in sorted(self.path.rglob("*")):
            status = path.lstat()
            data = path.readlink() if path.is_symlink() else b""
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
            times = 0 if path.is_dir() else status.st_mtime_ns
            seen[str(path.relative_to(self.path))] = (
                *(data, times, status.st_ino, status.st_mode),
                *(status.st_uid, status.st_gid, status.st_nlink),
            )
        seen.pop("talosauth", None)
        return seen

    def left_behind(self):
        return [name for name in self.look() if TEMPORARY in name]


class Faults:
    """Builds the library to preload; `reason` says why it cannot be used, or is None."""

    def __init__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="talosauth-fault-")
        self.library = pathlib.Path(self.directory.name) / "fault.so"
        self.reason = self._build()

    def _build(self):
        if not os.environ.get("TALOSAUTH_RELEASE"):
            return "TALOSAUTH_RELEASE does not name a build without sanitizers"
        os.environ["TALOSAUTH"] = os.path.abspath(os.environ["TALOSAUTH_RELEASE"])
        command = [*os.environ.get("CC", "cc").split(), "-std=gnu17", "-D_GNU_SOURCE"]
        command += ["-O1", "-shared", "-fPIC", str(HERE / "fault.c"), "-ldl"]
        try:
            subprocess.run(
                [*command, "-o", str(self.library)], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError) as fault:
            return f"the library to preload cannot be built ({type(fault).__name__})"
        return None

    def at(self, call, how, number=0, **more):
        """The environment for a fault at one call; `file` and `count` are paths."""
        environment = {"LD_PRELOAD": str(self.library), "FAULT_CALL": call}
        environment |= {"FAULT_HOW": how, "FAULT_AT": str(number)}
        return environment | {
            f"FAULT_{name.upper()}": str(path) for name, path in more.items()
        }


def wrong_refusal(place, before, result, stderr):
    """Exit 2 with these words, nothing on stdout, and everything as it was."""
    after = place.look()
    if result.code != 2:
        return f"exit {result.code} instead of 2\n{result.err}"
    if result.out:
        return f"stdout is not empty: {result.out!r}"
    if result.err != stderr:
        return f"stderr is\n{result.err}instead of\n{stderr}"
    if after != before:
        return f"before: {before}\nafter: {after}"
    return None


def play(tests):
    """Runs (name, why it is skipped or None, function) and prints TAP."""
    tap, faults = Tap(), Faults()
    for name, skip, function in tests:
        reason = faults.reason if skip == "preload" else skip
        wrong = f"SKIP {reason}" if reason else function(faults)
        if isinstance(wrong, str) and wrong.startswith("SKIP "):
            tap.skip(name, wrong[5:])
        else:
            tap.ok(not wrong, name, wrong)
    tap.finish()


__all__ = ["IDP", "NEW", "NEXT", "NOBODY", "OLD", "ROOT", "TEMPORARY"]
__all__ += ["Faults", "Place", "Tap", "play", "run", "wrong_refusal"]
