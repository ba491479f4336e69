# SPDX-License-Identifier: MIT
"""Writes trees as YAML in as many styles as people do: for random inputs."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from yamltree import kind_of_plain

FIRST = "A-Za-z0-9/éü日本鍵"
PLAIN = re.compile(rf"[{FIRST}][-.@_+={FIRST}]*(://[-.@_+={FIRST}]+)?")
WORDS = ["why", "二つ目", "keep", "😀", "é", "key: value", "'quote'", "- item", "]}, b"]
FLOW_COLUMN = 26  # deeper than any block around it


class Raw(NamedTuple):
    """A token written as it is: numbers, true, ~."""

    text: str


class Anchored(NamedTuple):
    name: str
    value: str


class Alias(NamedTuple):
    name: str


@dataclass
class Style:
    step: int = 4
    indentless: bool = False
    close_items: bool = True  # what an item's keys hold is one step from its dash
    flow: float = 0.1
    long_flow: float = 0
    last_commas: float = 0
    comments: float = 0.15
    blanks: float = 0.08
    quotes: float = 0.3
    quoted_keys: float = 0.02
    non_ascii: bool = True

    @staticmethod
    def random(rng):
        return Style(
            step=rng.choice([2, 2, 4, 4, 4, 3]),
            indentless=rng.random() < 0.3,
            close_items=rng.random() < 0.5,
            flow=rng.choice([0, 0.1, 0.3]),
            long_flow=rng.choice([0, 0, 0.3]),
            last_commas=rng.choice([0, 0, 0.3]),
            comments=rng.choice([0, 0.15, 0.4]),
            blanks=rng.choice([0, 0.1]),
            quotes=rng.choice([0, 0.3, 1]),
            quoted_keys=rng.choice([0, 0, 0.1]),
            non_ascii=rng.random() < 0.5,
        )


class Writer:
    def __init__(self, rng, style):
        self.rng = rng
        self.style = style
        self.lines = []
        self.after_block_scalar = False

    def chance(self, probability):
        return self.rng.random() < probability

    def comment(self):
        words = [word for word in WORDS if self.style.non_ascii or word.isascii()]
        return "# " + self.rng.choice(words)

    def document(self, tree):
        self.mapping(tree, 0)
        return self.lines

    # --- scalars ---

    def scalar(self, value):
        if isinstance(value, Raw):
            return value.text
        if isinstance(value, Alias):
            return "*" + value.name
        if isinstance(value, Anchored):
            return f"&{value.name} {self.scalar(value.value)}"
        plain = PLAIN.fullmatch(value) and kind_of_plain(value) == "str"
        if plain and not self.chance(self.style.quotes):
            return value
        if "'" not in value and "\n" not in value and self.chance(0.4):
            return f"'{value}'"
        for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
            value = value.replace(character, escape)
        return f'"{value}"'

    def key(self, key):
        if self.chance(self.style.quoted_keys):
            return self.rng.choice([f'"{key}"', f"'{key}'"])
        return key

    def flow(self, value):
        if isinstance(value, dict):
            pairs = [f"{self.key(k)}: {self.flow(v)}" for k, v in value.items()]
            return self.brackets("{", pairs, "}")
        if isinstance(value, list):
            return self.brackets("[", [self.flow(item) for item in value], "]")
        return "null" if value is None else self.scalar(value)

    def brackets(self, opening, parts, closing):
        """On one line, or each part on a line of its own; sometimes with a last comma."""
        if not parts:
            return opening + closing
        comma = "," if self.chance(self.style.last_commas) else ""
        if self.chance(self.style.long_flow):
            line = self.tail() + "\n" + " " * FLOW_COLUMN
            return opening + line + ("," + line).join(parts) + comma + line + closing
        space = self.rng.choice(["", "", " "])
        return opening + space + ", ".join(parts) + comma + space + closing

    # --- block ---

    def tail(self):
        if not self.chance(self.style.comments):
            return ""
        return self.rng.choice([" ", "  ", "\t"]) + self.comment()

    def between(self, column):
        """Comment and blank lines in front of an entry."""
        while self.chance(self.style.blanks):
            self.lines.append("")
        if self.chance(self.style.comments):
            at = column
            # Behind a block scalar a deeper comment would become part of it.
            if not self.after_block_scalar and self.chance(0.2):
                at = self.rng.randrange(0, column + 5)
            self.lines.append(" " * at + self.comment())

    def mapping(self, tree, column, first=None):
        """Entries at a column; `first` is a dash in front of the first one."""
        deeper = self.style.step
        if first is not None and self.style.close_items and deeper > 2:
            deeper -= 2
        for key, value in tree.items():
            if first is None:
                self.between(column)
                lead = " " * column
            else:
                lead, first = first, None
            self.entry(lead + self.key(key) + ":", value, column, deeper)

    def entry(self, head, value, column, deeper):
        self.after_block_scalar = False
        if value is None:
            self.lines.append(head + self.rng.choice(["", " ~", " null"]) + self.tail())
        elif isinstance(value, (dict, list)):
            self.collection(head, value, column, deeper)
        elif isinstance(value, str) and "\n" in value and self.chance(0.8):
            self.block_scalar(head, value, column + deeper)
        else:
            self.lines.append(head + " " + self.scalar(value) + self.tail())

    def collection(self, head, value, column, deeper):
        if not value or self.chance(self.style.flow):
            self.lines.append(head + " " + self.flow(value) + self.tail())
        elif isinstance(value, dict) and head.endswith("-"):
            self.mapping(value, column + 2, head + " ")
        elif isinstance(value, dict):
            self.lines.append(head + self.tail())
            self.mapping(value, column + deeper)
        else:
            self.lines.append(head + self.tail())
            self.sequence(value, column if self.style.indentless else column + deeper)

    def sequence(self, items, column):
        for item in items:
            self.between(column)
            self.entry(" " * column + "-", item, column, self.style.step)

    def block_scalar(self, head, value, column):
        body = value.rstrip("\n")
        chomp = "" if value == body + "\n" else "-" if value == body else "+"
        self.lines.append(head + " |" + chomp)
        lines = value.removesuffix("\n").split("\n")
        self.lines += [" " * column + line if line else "" for line in lines]
        self.after_block_scalar = True
