/* SPDX-License-Identifier: MIT */
/*
 * Changing a YAML stream without touching another byte: the difference between what is
 * wanted and what is there becomes splices, the splices become bytes, and the bytes are
 * parsed again and compared before anyone gets them.
 */
#ifndef EDIT_EDIT_H
#define EDIT_EDIT_H

#include "yaml/emit.h"

/* Bytes [start, end) of the old text are replaced by a slice of the edit's text. */
struct splice {
    uint32_t start;
    uint32_t end;
    uint32_t text;
    uint32_t size;
};

/* A document with a wanted tree, kept for the check afterwards. */
struct edit_target {
    size_t document; /* number in the index; from its count on: to be appended */
    struct want *want;
    bool removed;
};

struct edit {
    const struct yaml_index *index;
    struct arena *arena;
    struct tauth_diags *diags;
    const struct emit_style *usual; /* where the document shows no style of its own */
    const char *reader;             /* who cannot read what has a wrong type */
    VEC(struct splice) splices;
    VEC(struct edit_target) targets;
    struct buf text;
};

/* `index`, `arena` and `diags` must outlive the edit. */
void edit_init(struct edit *edit, const struct yaml_index *index, struct arena *arena,
               struct tauth_diags *diags);

void edit_deinit(struct edit *edit);

/* Brings one document to what is wanted; its root must be a mapping. */
enum tauth_status edit_document(struct edit *edit, size_t document, struct want *want)
    _must_check_;

/* Adds a document at the end of the stream. */
enum tauth_status edit_append_document(struct edit *edit, struct want *want) _must_check_;

/* Takes a document out of the stream. */
enum tauth_status edit_remove_document(struct edit *edit, size_t document) _must_check_;

/* True when the edits collected so far change nothing. */
bool edit_is_empty(const struct edit *edit);

/*
 * The new bytes, verified: the edited documents read back as wanted and everything else
 * is as it was. `out` is appended to on success only.
 */
enum tauth_status edit_finish(struct edit *edit, struct buf *out) _must_check_;

#endif
