# SPDX-License-Identifier: MIT
"""YAML as plain trees: dict, list and Scalar(kind, text), typed as Talos types them."""

import re
from typing import NamedTuple

import yaml

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:
    from yaml import SafeLoader as _BaseLoader


class Scalar(NamedTuple):
    kind: str  # str, null, bool, int, float, time
    text: str


NULL = Scalar("null", "")

_TAG = "tag:yaml.org,2002:"
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*|0[0-7]+|0o[0-7]+|0x[0-9a-fA-F]+|0b[01]+)$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_SPECIAL = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")
_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9:.]+(Z|[-+][0-9:]+)?)?$")
_BOOLS = {"true", "True", "TRUE", "false", "False", "FALSE"}
_NULLS = {"", "~", "null", "Null", "NULL"}


def kind_of_plain(text):
    if text in _NULLS:
        return "null"
    if text in _BOOLS:
        return "bool"
    if _INT.match(text.replace("_", "")):
        return "int"
    if _FLOAT.match(text.replace("_", "")) or _SPECIAL.match(text):
        return "float"
    if _TIME.match(text):
        return "time"
    return "str"


class _Loader(_BaseLoader):
    def resolve(self, kind, value, implicit):
        if kind is yaml.ScalarNode and implicit[0]:
            return _TAG + kind_of_plain(value)
        return super().resolve(kind, value, implicit)


class DuplicateKey(ValueError):
    pass


def _scalar(node):
    kind = node.tag[len(_TAG):] if node.tag.startswith(_TAG) else "str"
    return NULL if kind == "null" else Scalar(kind, node.value)


def _tree(node):
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key, value in node.value:
            if key.value in result:
                raise DuplicateKey(key.value)
            result[key.value] = _tree(value)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_tree(item) for item in node.value]
    return _scalar(node)


def load_stream(data):
    """All documents of a stream, null documents left out."""
    if isinstance(data, bytes):
        data = data.decode("utf-8-sig")
    loader = _Loader(data)
    try:
        trees = []
        while loader.check_node():
            trees.append(_tree(loader.get_node()))
    finally:
        loader.dispose()
    return [tree for tree in trees if tree != NULL]


def is_block_mapping(data, path):
    """True when the first document that has this path has a block mapping there."""
    for root in yaml.compose_all(data.decode("utf-8-sig"), Loader=_Loader):
        node = root
        for name in path:
            pairs = node.value if isinstance(node, yaml.MappingNode) else []
            node = next((value for key, value in pairs if key.value == name), None)
        if isinstance(node, yaml.MappingNode):
            return not node.flow_style
    return False


def string(text):
    return Scalar("str", text)


def as_tree(value):
    """A tree from plain Python values."""
    if isinstance(value, Scalar):
        return value
    if isinstance(value, dict):
        return {key: as_tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_tree(item) for item in value]
    if value is None:
        return NULL
    if isinstance(value, bool):
        return Scalar("bool", "true" if value else "false")
    if isinstance(value, int):
        return Scalar("int", str(value))
    return string(value)


def difference(left, right, path=""):
    """The first place where two trees differ, or None."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(left.keys() | right.keys()):
            where = f"{path}.{key}" if path else key
            if key not in left or key not in right:
                return f"{where}: only in {'first' if key in left else 'second'}"
            found = difference(left[key], right[key], where)
            if found:
                return found
        return None
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return f"{path}: {len(left)} and {len(right)} items"
        for number, (a, b) in enumerate(zip(left, right)):
            found = difference(a, b, f"{path}[{number}]")
            if found:
                return found
        return None
    return None if left == right else f"{path}: {left!r} and {right!r}"
