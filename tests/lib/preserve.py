# SPDX-License-Identifier: MIT
"""What an edit must leave alone, whatever it does."""

import difflib


def lost_comment_line(before, after):
    """The first comment line of `before` that is not in `after`, in order, or None."""
    rest = iter(after.splitlines())
    for line in before.splitlines():
        if line.strip().startswith(b"#") and line not in rest:
            return line
    return None


def changed_lines(before, after):
    """How many lines of `before` are not in `after`, in order."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return len(old) - sum(block.size for block in matcher.get_matching_blocks())


def foreign_line_end(before, after):
    """True when `before` has one kind of line end and `after` another one."""
    crlf, lf = before.count(b"\r\n"), before.count(b"\n")
    if lf == 0 or 0 < crlf < lf:
        return False
    if crlf == 0:
        return b"\r" in after
    return after.count(b"\r\n") != after.count(b"\n")


def damage(before, after, most_changed, may_remove=False):
    """Why `after` is not a small edit of `before`, or None.

    Comments inside of what is removed go with it, so `may_remove` does not look for them.
    """
    lost = None if may_remove else lost_comment_line(before, after)
    if lost is not None:
        return f"comment line lost: {lost!r}"
    if foreign_line_end(before, after):
        return "line ends are mixed"
    changed = changed_lines(before, after)
    if changed > most_changed:
        return f"{changed} lines changed, at most {most_changed} had to"
    return None
