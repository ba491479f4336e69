/* SPDX-License-Identifier: MIT */
/* Items of machine.files. */
#ifndef CHECK_NODE_FILES_H
#define CHECK_NODE_FILES_H

#include "check/input/input.h"

/* The mode that an item asks for, 0 when it names none; false when it is no number. */
bool file_mode(const struct check_input *input, node_id item, unsigned *mode);

#endif
