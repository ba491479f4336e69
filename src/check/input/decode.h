/* SPDX-License-Identifier: MIT */
/* Whether a document decodes into the Go types of Kubernetes, with the words of its JSON. */
#ifndef CHECK_INPUT_DECODE_H
#define CHECK_INPUT_DECODE_H

#include "check/input/manifest.h"

enum go_kind {
    GO_TEXT,
    GO_TEXTS,
    GO_BOOL,
    GO_NUMBER,
    GO_BYTES, /* base64 */
    GO_STRUCT,
    GO_STRUCTS,
    GO_TEXT_MAP,
    GO_TEXTS_MAP,
    GO_ANY,
};

struct go_field {
    const char *key;
    enum go_kind kind;
    const struct go_struct *type; /* GO_STRUCT, GO_STRUCTS */
};

struct go_struct {
    const char *name; /* without its package */
    const struct go_field *fields;
    size_t count;
};

#define GO_FIELDS(array) (array), ARRAY_SIZE(array)

/* What a plain scalar or collection becomes in JSON. */
enum json_kind {
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

/*
 * The type by sigs.k8s.io/yaml, which reads YAML 1.1: yes, no, on, off, y and n are
 * booleans. Aliases must be followed before.
 */
enum json_kind kube_kind(const struct yaml_index *index, node_id node);

struct decode {
    const struct manifest *manifest;
    enum rule wrong;           /* a value of another type */
    enum rule unknown;         /* a field that is not known */
    const char *unknown_words; /* what is said in front of its name */
    bool failed;               /* a value had a wrong type */
};

/* Checks types and names of all fields; `type` is that of the whole. */
void decode_document(struct decode *decode, node_id root, const struct go_struct *type);

#endif
