/* SPDX-License-Identifier: MIT */
/*
 * Wanted trees written as YAML, for tests of the editor. Tags say what YAML cannot:
 *
 *     {a: b, n: 8, old: !remove , list: !whole [x], more: [!at0 {k: v}, !at1-remove , y]}
 *
 * `!remove` is a removal, `!whole` replaces what is there, `!any` takes any scalar as
 * text, and `!atN` names item N of the sequence that is there; dashes join such marks.
 * Plain scalars that are no strings are written as they are.
 */
#ifndef UNIT_WANTED_H
#define UNIT_WANTED_H

#include "yaml/want.h"

struct wanted {
    struct source source;
    struct yaml_index index;
    struct arena arena;
    struct tauth_diags *diags;
    struct want *want;
    bool positional; /* items come or go by number: doing it twice is not once */
};

/*
 * Reads a wanted tree for the tree at `root` of `index`. The text must outlive it. False
 * when the text is no mapping.
 */
bool wanted_read(struct wanted *out, struct span text, const struct yaml_index *index,
                 node_id root);

void wanted_deinit(struct wanted *wanted);

#endif
