/* SPDX-License-Identifier: MIT */
/* Configs of one cluster against each other. */
#ifndef CHECK_ACROSS_FLEET_H
#define CHECK_ACROSS_FLEET_H

#include "check/input/input.h"

/*
 * Control planes of one cluster that log people in differently, or carry other manifests.
 * Findings go to the later file and name the first one.
 */
void fleet_check(struct check_input *const *inputs, size_t count);

#endif
