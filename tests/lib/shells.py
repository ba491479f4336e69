# SPDX-License-Identifier: MIT
"""What bash, zsh and fish offer with the completion scripts of talosauth.

Each function takes the name of a script, lines as they are typed up to the cursor, and
the directory to be in; it returns for each line what is offered for its last word.
"""

import os
import pty
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

SPLIT = re.compile(r"""[=:]+|(?:\\.|"[^"]*"?|'[^']*'?|[^\s=:\\"'])+""")

BASH = """
source "$1"
while IFS= read -r -d '' call; do
    eval "$call"
    COMP_POINT=${#COMP_LINE}
    _talosauth talosauth "$replaced" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\\n' "${COMPREPLY[@]}"
    printf '\\0'
done
"""

ZSH = """
autoload -Uz compinit
compinit -u -D
fpath=({functions} $fpath)
autoload -Uz _talosauth
compdef _talosauth talosauth
compadd() {{
    local -a found
    if [[ ${{@[1,(i)(-|--)]}} != *-(O|A|D)\\ * ]]; then
        builtin compadd -A found "$@"
        (( $#found )) && print -rl -- $found >>$OUT
    fi
    builtin compadd "$@"
}}
zle-line-init() {{
    local line
    for line in "${{(@f)$(<$IN)}}"; do
        BUFFER=$line
        CURSOR=$#BUFFER
        zle list-choices
        print -n '\\0' >>$OUT
    done
    exit
}}
zle -N zle-line-init
"""

FISH = """
source $argv[1]
for line in $argv[2..]
    complete -C $line
    printf '\\0'
end
"""


def as_bash(line):
    """The variables of readline for a line, and what it would replace."""
    words = SPLIT.findall(line) + ([""] if line[-1:].isspace() else [])
    replaced = "" if set(words[-1]) <= set("=:") else words[-1].lstrip("\"'")
    quoted = " ".join(shlex.quote(word) for word in words)
    return (f"COMP_LINE={shlex.quote(line)} COMP_WORDS=({quoted}) "
            f"COMP_CWORD={len(words) - 1} replaced={shlex.quote(replaced)}")


def parts(output):
    return [[word for word in part.split("\n") if word]
            for part in output.split("\0")[:-1]]


def bash(script, lines, folder):
    calls = "".join(as_bash(line) + "\0" for line in lines)
    done = subprocess.run(["bash", "--norc", "-c", BASH, "bash", script], input=calls,
                          capture_output=True, text=True, cwd=folder, check=False)
    return parts(done.stdout), done.stderr


def fish(script, lines, folder):
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home,
                       "XDG_DATA_HOME": home}
        done = subprocess.run(["fish", "--no-config", "-c", FISH, script, *lines],
                              capture_output=True, text=True, cwd=folder,
                              env=environment, check=False)
    found = [[word.split("\t")[0] for word in part] for part in parts(done.stdout)]
    return [[bare(word) for word in part] for part in found], done.stderr


def bare(word):
    """Without quoting, and without the --option= that fish repeats."""
    return re.sub(r"^--[\w-]+=", "", re.sub(r"\\(.)", r"\1", word))


def has_terminal():
    try:
        for end in pty.openpty():
            os.close(end)
        return True
    except OSError:
        return False


def on_terminal(command, environment, folder, keys=b""):
    """Runs a shell on a terminal of its own; returns what it showed."""
    child, parent = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, {**os.environ, "TERM": "xterm", **environment})
    shown = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
        shown += part
        if keys and b"ready>" in shown:
            os.write(parent, keys)
            keys = b""
    os.close(parent)
    os.waitpid(child, 0)
    return shown.decode("utf-8", "replace")


def zsh(script, lines, folder):
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        (home / "_talosauth").write_bytes(Path(script).read_bytes())
        (home / ".zshrc").write_text(ZSH.format(functions=home))
        (home / "in").write_text("\n".join(lines) + "\n")
        (home / "out").touch()
        shown = on_terminal(["zsh", "-i"], {"ZDOTDIR": str(home), "IN": str(home / "in"),
                                            "OUT": str(home / "out"), "HOME": str(home)},
                            folder)
        found = parts((home / "out").read_text())
    return [[bare(word) for word in part] for part in found], shown


def bash_line(script, typed, folder, setup=""):
    """What talosauth gets when these keys (a tab among them) are typed into bash."""
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        (home / "rc").write_text(
            f"source {shlex.quote(str(script))}\n{setup}\nPS1='ready>'\n"
            f"talosauth() {{ printf '%s\\n' \"$@\" >{home}/out; }}\n")
        on_terminal(["bash", "--noprofile", "--rcfile", str(home / "rc"), "-i"],
                    {"HOME": str(home)}, folder, f"{typed}\nexit\n".encode())
        return (home / "out").read_text().splitlines()
