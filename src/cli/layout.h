/* SPDX-License-Identifier: MIT */
/* The value of --layout. */
#ifndef CLI_LAYOUT_H
#define CLI_LAYOUT_H

#include "cli/command.h"

/* False, with the fault reported, when it is none of auto, legacy, multidoc. */
bool layout_parse(struct arguments *arguments, enum tauth_layout *out);

/* The value of an argument that layout_parse() has accepted. */
enum tauth_layout layout_value(const struct arguments *arguments);

#endif
