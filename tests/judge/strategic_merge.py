# SPDX-License-Identifier: MIT
"""Talos' strategic merge (1.14) for the fields that talosauth writes, on parsed trees.

Documents are found by apiVersion, kind and name; the legacy one has no kind. Mappings
merge key by key, lists append, and the tables below name the places that do otherwise.
Out of scope: what the typed structs refuse (unknown keys), URLs that are merged by part,
and lists that are matched by another key than `name`.
"""

import copy

from yamltree import NULL, Scalar, string

LEGACY = ("", "", "")
EMPTY = string("")

# `*` stands for any key. Paths start with the kind, or with "legacy".
ARGUMENTS = {
    ("legacy", "cluster", "*", "extraArgs"),
    ("legacy", "machine", "kubelet", "extraArgs"),
    ("KubeAPIServerConfig", "extraArgs"),
}
REPLACED = {
    ("KubeAuthenticationConfig", "configuration"),
    ("KubeAuditPolicyConfig", "configuration"),
    ("legacy", "cluster", "apiServer", "auditPolicy"),
    ("legacy", "cluster", "network", "podSubnets"),
    ("legacy", "cluster", "network", "serviceSubnets"),
}
BY_NAME = {("legacy", "cluster", "apiServer", "admissionControl")}
PAIRS = {
    ("legacy", "cluster", "ca"),
    ("legacy", "cluster", "aggregatorCA"),
    ("legacy", "cluster", "etcd", "ca"),
    ("legacy", "machine", "ca"),
}


class MergeError(Exception):
    """Talos refuses the patch."""


def identity(doc):
    if "kind" not in doc:
        return LEGACY
    return tuple(doc.get(key, EMPTY).text for key in ("apiVersion", "kind", "name"))


def _matches(path, patterns):
    def matches(pattern):
        same = all(wanted in ("*", part) for part, wanted in zip(path, pattern))
        return same and len(path) == len(pattern)

    return any(matches(pattern) for pattern in patterns)


def _is_marker(node):
    return isinstance(node, dict) and node.get("$patch") == string("delete")


# --- merging values ---


def merge_value(path, left, right):
    """The value at `path` after the patch value `right` came over `left`."""
    if _matches(path, ARGUMENTS):
        sides = [side for side in (left, right) if isinstance(side, dict)]
        return {key: value for side in sides for key, value in side.items()}
    if right == NULL:
        return left
    if left is None or left == NULL:
        return copy.deepcopy(right)
    if _matches(path, REPLACED):
        return copy.deepcopy(left if right == {} else right)
    if _matches(path, PAIRS):
        return {"crt": EMPTY, "key": EMPTY, **right}
    if isinstance(left, dict) and isinstance(right, dict):
        return _merge_mapping(path, left, right)
    if isinstance(left, list) and isinstance(right, list):
        if _matches(path, BY_NAME):
            return _merge_named(path, left, right)
        return left + copy.deepcopy(right)
    if not isinstance(left, Scalar) or not isinstance(right, Scalar):
        raise MergeError(f"merge type mismatch at {'.'.join(path)}")
    return left if right == EMPTY else right


def _merge_mapping(path, left, right):
    merged = dict(left)
    for key, value in right.items():
        merged[key] = merge_value((*path, key), left.get(key), value)
    return merged


def _merge_named(path, left, right):
    merged = copy.deepcopy(left)
    for item in right:
        for number, present in enumerate(merged):
            if present.get("name") == item.get("name"):
                merged[number] = _merge_mapping((*path, "*"), present, item)
                break
        else:
            merged.append(copy.deepcopy(item))
    return merged


# --- $patch: delete ---


def _collect_deletes(node, path, deletes):
    """Takes the markers out of a patch; a mapping left empty by that goes too."""
    if isinstance(node, list):
        return _collect_from_list(node, path, deletes)
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        if _is_marker(value):
            deletes.append((*path, key))
            continue
        rest = _collect_deletes(value, (*path, key), deletes)
        if rest in ({}, []) and value not in ({}, []):
            continue
        kept[key] = rest
    return kept


def _collect_from_list(items, path, deletes):
    kept = []
    for item in items:
        if _is_marker(item):
            selector = next(key for key in item if key != "$patch")
            deletes.append((*path, (selector, item[selector])))
            continue
        inner = []
        kept.append(_collect_deletes(item, path, inner))
        if inner:
            raise MergeError(f"cannot delete an inner key in {path}")
    return kept


def _delete(root, path):
    place = root
    for step in path[:-1]:
        place = place.get(step) if isinstance(place, dict) else None
    last = path[-1]
    if isinstance(last, tuple):
        found = [item for item in place or [] if item.get(last[0]) == last[1]]
        if found:
            place.remove(found[0])
            return
    elif isinstance(place, dict) and last in place:
        del place[last]
        return
    raise MergeError(f"lookup failed: {path}")


# --- streams ---


class _Step:
    """One thing a patch does: delete a document, delete a path, or merge a document."""

    def __init__(self, key, document=None, path=None):
        self.key = key
        self.document = document
        self.path = path


def _steps(patch_docs):
    first, steps = [], []
    for doc in patch_docs:
        key = identity(doc)
        if _is_marker(doc):
            if key == LEGACY:
                raise MergeError("the legacy document cannot be deleted")
            steps.append(_Step(key))
            continue
        deletes = []
        rest = _collect_deletes(doc, (), deletes)
        queue = first if key == LEGACY else steps
        queue += [_Step(key, path=path) for path in deletes]
        if not deletes or set(rest) - {"version", "kind", "name"}:
            steps.append(_Step(key, document=rest))
    return first + steps


def _apply(docs, step):
    present = next((doc for doc in docs if identity(doc) == step.key), None)
    if step.path is not None:
        if present is not None:
            _delete(present, step.path)
    elif step.document is None:
        if present is not None:
            docs.remove(present)
    elif present is None:
        docs.append(copy.deepcopy(step.document))
    else:
        root = step.key[1] or "legacy"
        merged = _merge_mapping((root,), present, step.document)
        present.clear()
        present.update(merged)


def strategic_merge(docs, patch_docs):
    """The documents after one strategic-merge patch; MergeError when Talos refuses it."""
    docs = copy.deepcopy(docs)
    for step in _steps(patch_docs):
        _apply(docs, step)
    docs.sort(key=lambda doc: identity(doc) != LEGACY)
    return docs


# --- comparing ---

DEFAULTS = {
    ("legacy", "version"): EMPTY,
    ("legacy", "machine", "type"): EMPTY,
    ("legacy", "machine", "token"): EMPTY,
    ("legacy", "machine", "certSANs"): [],
    ("legacy", "machine"): {},
    ("legacy", "cluster"): {},
    ("KubeAPIServerConfig", "image"): EMPTY,
}
LEFT_OUT_WHEN_EMPTY = {"extraVolumes", "admissionControl", "extraArgs", "apiServer"}


def _canonical(path, node):
    if _matches(path[:-1], ARGUMENTS) and isinstance(node, Scalar):
        return NULL if node.text == "" else string(node.text)
    if isinstance(node, list):
        return [_canonical((*path, "*"), item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {}
    for key, value in node.items():
        where = (*path, key)
        value = _canonical(where, value)
        if where in DEFAULTS and value in (DEFAULTS[where], NULL):
            continue
        if key in LEFT_OUT_WHEN_EMPTY and value in ([], {}, NULL):
            continue
        result[key] = value
    return result


def canonical(docs):
    """By identity, without what Talos adds when it writes, arguments as text."""
    return {
        "/".join(identity(doc)): _canonical((identity(doc)[1] or "legacy",), doc)
        for doc in docs
    }
