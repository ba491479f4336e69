/* SPDX-License-Identifier: MIT */
/* Access files under `validate`. */
#ifndef API_JUDGE_H
#define API_JUDGE_H

#include "check/input/input.h"

/*
 * Loads an access file as the other commands do; its faults become findings of the input,
 * which keeps the settings.
 */
enum tauth_status judge_access(struct check_input *input) _must_check_;

#endif
