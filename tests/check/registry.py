# SPDX-License-Identifier: MIT
"""The rules as the registry files have them."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TEXT = r'(?:"(?:[^"\\]|\\.)*"\s*)+'
ROW = re.compile(
    rf'^RULE\((\w+), "([^"]*)", (\w+), (\w+),\s*({TEXT}),\s*({TEXT}|NULL),\s*({TEXT}|NULL)\)',
    re.MULTILINE)


def read():
    """id: (name, what, why, fix, file), in the order of the files."""
    rules = {}
    for path in sorted((ROOT / "src" / "base").glob("rules*.def")):
        text = path.read_text()
        rows = ROW.findall(text)
        if len(rows) != len(re.findall(r"^RULE\(", text, re.MULTILINE)):
            raise ValueError(f"{path.name}: a row is not understood")
        for name, key, _, _, *texts in rows:
            if key in rules:
                raise ValueError(f"{path.name}: {key} is there twice")
            rules[key] = (name, *("" if t == "NULL" else t for t in texts), path.name)
    return rules
