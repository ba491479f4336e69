#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the times and the memory that this project promises, and prints a table.

usage: speed.py [TALOSAUTH] [--dir DIR]

TALOSAUTH is a release build; without it, TALOSAUTH_RELEASE names one. DIR (default: the
temporary directory) is where files are written: for fsync to mean anything it must be on
a disk. Run it on an idle machine. Exit status: 0 within the budgets, 1 over one, 2 a
command did not end as it should.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent.parent / "examples"
CONFIG = EXAMPLES / "controlplane-v1.11.yaml"
SETTINGS = ["--provider", "zitadel", "--issuer-url", "https://zitadel.example.com",
            "--audience", "340112345678901234"]
MIB = 1 << 20
ROOM = 2048  # the result must stay within 16 MiB too
SIZES = [1 * MIB, 2 * MIB, 4 * MIB, 8 * MIB, 16 * MIB]
FILES = 1000

SMALL = """machine:
    type: controlplane
cluster:
    controlPlane:
        endpoint: https://10.0.0.1:6443
"""
DOCUMENT = """---
apiVersion: v1alpha1
kind: ExtensionServiceConfig
name: service-{:06}
configFiles:
    - content: |
        # written by the tests
        listen = 10.0.0.1:8080
      mountPath: /etc/service/service.conf
environment:
    - SERVICE_LOG_LEVEL=info
"""
ARGUMENTS = SMALL + "    apiServer:\n        extraArgs:\n"
MANIFESTS = SMALL + "    inlineManifests:\n"
MANIFEST = "        - name: manifest-{0:07}\n          contents: |-\n"
ROLE = """apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
    name: role-{0:07}
rules:
    - apiGroups: ['']
      resources: [pods]
      verbs: [get]
"""
BAD_ROLE = ROLE.replace("verbs", "verb")
BAD_DOCUMENT = "---\nkind: Unknown{:07}\nkey: x\n"
NULL_FILES = SMALL.replace("cluster:", "    files:\n" + "        - null\n" * 1000 + "cluster:")


def indented(text):
    return "".join(f"              {line}\n" for line in text.splitlines())


class Run:
    """One run of a command, without terminal and without output."""

    def __init__(self, command, statuses=(0,)):
        null = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
        start = time.perf_counter()
        pid = os.posix_spawn(command[0], [os.fspath(c) for c in command], os.environ,
                             file_actions=null)
        _, status, usage = os.wait4(pid, 0)
        self.seconds = time.perf_counter() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        # Never below the size of this script, which the child is counted from.
        self.memory = usage.ru_maxrss * 1024
        self.status = os.waitstatus_to_exitcode(status)
        if self.status not in statuses:
            sys.stderr.write(f"status {self.status}: {' '.join(map(str, command))}\n")
            sys.exit(2)


class Table:
    def __init__(self):
        self.over = False
        print(f"{'what':<52}{'budget':>12}{'measured':>12}")

    def row(self, what, budget, measured, unit):
        over = measured > budget
        self.over |= over
        print(f"{what:<52}{budget:>9.5g} {unit:<2}{measured:>9.3g} {unit:<2}"
              f"  {'OVER' if over else 'ok'}", flush=True)


def median(runs, command, statuses=(0,)):
    return statistics.median(Run(command, statuses).seconds for _ in range(runs))


def padded(path, size):
    """The example config with comment lines behind it."""
    text = CONFIG.read_text(encoding="utf-8")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
        for _ in range(len(text), size, 40):
            f.write("# " + "x" * 37 + "\n")
    return path


def talos_like(path, size):
    with open(path, "w", encoding="utf-8") as f:
        left = size - ROOM - f.write(CONFIG.read_text(encoding="utf-8"))
        for n in range(left // len(DOCUMENT.format(0))):
            f.write(DOCUMENT.format(n))
    return path


def repeated(head, item, tail=""):
    """Makes files of as many items, each with its number, as there is room for."""
    def make(path, size):
        with open(path, "w", encoding="utf-8") as f:
            left = size - ROOM - f.write(head) - len(tail)
            for n in range(left // len(item.format(0))):
                f.write(item.format(n))
            f.write(tail)
        return path
    return make


def one_rule(path, size):
    """As many resources as groups: each is asked about all of the others."""
    resource, group = "secrets,", '"x.io",'
    count = (size - ROOM) // len(resource + group)
    pathlib.Path(path).write_text(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n"
        "metadata: {name: a}\nrules:\n- verbs: [get]\n"
        f"  resources: [{resource * count}]\n  apiGroups: [{group * count}]\n",
        encoding="utf-8")
    return path


def dense(item):
    """Makes files with as many nodes as there can be: one long list of `item`."""
    def make(path, size):
        with open(path, "w", encoding="utf-8") as f:
            left = size - ROOM - f.write(SMALL + "x: [") - len("]\n")
            for _ in range(left // len(item * 1024)):
                f.write(item * 1024)
            f.write("]\n")
        return path
    return make


def start_up(table, talosauth, scratch):
    merge = [talosauth, "merge", *SETTINGS, padded(scratch / "20k.yaml", 20_000)]
    table.row("merge, 20 KB", 4, median(101, merge) * 1000, "ms")
    true = median(201, [shutil.which("true")])
    table.row("version, times `true`", 3, median(201, [talosauth, "version"]) / true, "x")


def many_files(table, talosauth, scratch):
    for budget, options in ((0.5, ["--no-sync"]), (1, [])):
        seconds = []
        for _ in range(3):
            directory = scratch / "many"
            directory.mkdir()
            files = [directory / f"{n:04}.yaml" for n in range(FILES)]
            for file in files:
                shutil.copyfile(CONFIG, file)
            os.sync()
            seconds.append(Run([talosauth, "merge", "-i", *options, *SETTINGS,
                                *files]).seconds)
            shutil.rmtree(directory)
        table.row(f"merge -i {' '.join(options) or 'with fsync'}, {FILES} files", budget,
                  statistics.median(seconds), "s")


def grow(table, scratch, name, make, memory, command, statuses=(0,), rounds=7):
    paths = [make(scratch / f"{size // MIB} MiB", size) for size in SIZES]
    # In rounds, so that a busy moment of the machine hits every size.
    runs = [[Run([*command, path], statuses) for path in paths] for _ in range(rounds)]
    cpu = [min(r.cpu for r in column) for column in zip(*runs)]
    for path, smaller, larger in zip(paths[1:], cpu, cpu[1:]):
        table.row(f"{name}, to {path.name} ({larger:.2f} s): time", 2.1,
                  larger / smaller, "x")
    table.row(f"{name}, {paths[-1].name}: memory per byte", memory,
              max(r.memory for r in runs[-1]) / paths[-1].stat().st_size, "x")


def growth(table, talosauth, scratch):
    for name, make, memory in (("Talos documents", talos_like, 12),
                               ("list of a", dense("a,"), 40),
                               ("list of &a", dense("&a,"), 40)):
        grow(table, scratch, f"merge: {name}", make, memory,
             [talosauth, "merge", *SETTINGS])


def validate_growth(table, talosauth, scratch):
    for name, make, memory, status in (
            ("Talos documents", talos_like, 12, 0),
            ("list of a", dense("a,"), 40, 0),
            ("list of &a", dense("&a,"), 40, 0),
            ("keys", repeated(SMALL + "x:\n", "    key{:07}: value\n"), 12, 0),
            ("list items", repeated(SMALL + "x:\n", "    - item {:07}\n"), 12, 0),
            ("extraArgs", repeated(ARGUMENTS, "            arg{:07}: value\n"), 12, 0),
            ("manifests", repeated(MANIFESTS, MANIFEST + indented(ROLE)), 12, 0),
            ("roles in one manifest",
             repeated(MANIFESTS + MANIFEST.format(0), indented(ROLE + "---\n")), 12, 0),
            ("120 levels",
             repeated(SMALL + "x:\n", "    - " + "[" * 120 + "{:07}" + "]" * 120 + "\n"),
             40, 0),
            ("bad arguments", repeated(ARGUMENTS, "            --arg{:07}: v\n"), 12, 1),
            ("bad roles in one manifest",
             repeated(MANIFESTS + MANIFEST.format(0), indented(BAD_ROLE + "---\n")),
             12, 1),
            ("bad documents", repeated(SMALL, BAD_DOCUMENT), 12, 1),
            ("documents behind one that is none",
             repeated(SMALL + "---\na: [\n", BAD_DOCUMENT), 12, 1),
            ("duplicate keys", repeated(SMALL + "x:\n", "    a: 1\n"), 40, 1),
            ("groups and resources of one rule", one_rule, 40, 0),
            ("1000 findings at the end", repeated("# the config\n", "# {:030}\n", NULL_FILES),
             12, 1),
            ("1000 findings at the end of a manifest",
             repeated(MANIFESTS + MANIFEST.format(0), indented("# {:030}"),
                      indented((BAD_ROLE.format(0) + "---\n") * 1000)), 12, 1)):
        grow(table, scratch, f"validate: {name}", make, memory, [talosauth, "validate"],
             (status,), 5)


def hostile_inputs():
    yield "200 flow levels", SMALL + "x: " + "[" * 200 + "]" * 200 + "\n"
    yield "200 block levels", "".join(" " * n + "a:\n" for n in range(200))
    yield "64 KB of [", "[" * 65536
    yield "64 KB of {\"\":[", "{\"\":[" * (65536 // 5)
    yield "64 KB of - ", "- " * 32768
    yield "64 KB of ? ", "? " * 32768
    bomb = "x0: &x0 [lol, lol, lol]\n"
    for n in range(1, 10):
        bomb += f"x{n}: &x{n} [" + ", ".join([f"*x{n - 1}"] * 9) + "]\n"
    yield "alias bomb", SMALL + bomb
    yield "over 16 MiB", None


def hostile(table, talosauth, scratch):
    path = scratch / "hostile.yaml"
    for name, text in hostile_inputs():
        if text is None:
            padded(path, 16 * MIB + 1)
        else:
            path.write_text(text, encoding="utf-8")
        for command in ["merge", *SETTINGS], ["validate"]:
            seconds = median(21, [talosauth, *command, path], statuses=(1, 2))
            table.row(f"{command[0]} refuses: {name}", 10, seconds * 1000, "ms")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("talosauth", nargs="?",
                        default=os.environ.get("TALOSAUTH_RELEASE"))
    parser.add_argument("--dir")
    args = parser.parse_args()
    if not args.talosauth:
        parser.error("which release build?")
    talosauth = pathlib.Path(args.talosauth).resolve()
    table = Table()
    with tempfile.TemporaryDirectory(dir=args.dir) as scratch:
        for part in (start_up, many_files, growth, validate_growth, hostile):
            part(table, talosauth, pathlib.Path(scratch))
    return int(table.over)


if __name__ == "__main__":
    sys.exit(main())
