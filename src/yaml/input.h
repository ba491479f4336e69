/* SPDX-License-Identifier: MIT */
/* Checks on the raw bytes before they reach libyaml. */
#ifndef YAML_INPUT_H
#define YAML_INPUT_H

#include "yaml/index.h"

/*
 * Size, UTF-8, byte order marks, NUL, line ends. `start` receives the offset behind a
 * leading byte order mark.
 */
enum tauth_status yaml_input_check(const struct source *source, size_t *start,
                                   struct tauth_diags *diags) _must_check_;

#endif
