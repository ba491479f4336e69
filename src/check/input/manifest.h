/* SPDX-License-Identifier: MIT */
/* Kubernetes objects: in files of their own, and in machine configs as inline manifests. */
#ifndef CHECK_INPUT_MANIFEST_H
#define CHECK_INPUT_MANIFEST_H

#include "check/input/input.h"

/* A stream of objects. */
struct manifest {
    struct check_input *input;
    const struct yaml_index *index;
    node_id outer; /* the scalar of the input that holds the stream; 0: the file itself */
    node_id list;  /* the List whose items are visited, or 0 */
    const char *name; /* of a file that messages name with the line in it, or NULL */
};

typedef void visit_object(const struct manifest *manifest, node_id root, void *context);

/*
 * Calls `visit` for every mapping that is an object; the items of a List are objects too.
 * `report`: faults of the YAML in inline manifests become findings.
 */
void manifest_each(struct check_input *input, bool report, visit_object *visit,
                   void *context);

/*
 * What an object says of itself. Items of a typed list (RoleList) need not say it, those of
 * a List must (k8s.io/apimachinery unstructured/helpers.go, decodeToList).
 */
struct span manifest_kind(const struct manifest *manifest, node_id root);
struct span manifest_version(const struct manifest *manifest, node_id root);

/*
 * Adds a finding at a node of the stream. In a literal block the place is that of the line
 * in the file; elsewhere it is the block's, and the message names the line.
 */
void manifest_found(const struct manifest *manifest, enum rule rule,
                    const enum tauth_severity *severity, node_id node, const char *hint,
                    const char *format, ...) _printf_(6, 7);

/* The same for a fault that was found in reading the stream; the message is whole. */
void manifest_fault(const struct manifest *manifest, enum rule rule,
                    const struct tauth_diag *fault, const char *message);

/*
 * The place in the file of an offset of the stream. The index of the stream may be gone by
 * then.
 */
struct position manifest_position(const struct manifest *manifest, size_t offset);

/* The value under a key, followed through aliases and merge keys; 0 for null too. */
node_id kube_get(const struct yaml_index *index, node_id mapping, const char *key);

/* kube_get() as a text, empty where there is none. */
struct span kube_text(const struct yaml_index *index, node_id mapping, const char *key);

/* First item of a list, 0 where there is none; the next one by kube_next(). */
node_id kube_first(const struct yaml_index *index, node_id list);

static inline node_id kube_next(const struct yaml_index *index, node_id item) {
    return node_at(index, item)->next;
}

#endif
