/* SPDX-License-Identifier: MIT */
/* Texts of the letters of base64 that people wrote, told from random ones. */
#ifndef TEXT_WORDING_H
#define TEXT_WORDING_H

#include "base/span.h"

/*
 * Words in camel case or the parts of a path, no digits: hardly ever random, but a
 * password can be like that.
 */
bool wording_words(struct span run);

/* Small letters only. */
bool wording_letters(struct span run);

/*
 * Several words of small letters with slashes between them, numbers only at their ends:
 * of 24 letters of base64 one in a billion is like that.
 */
bool wording_path(struct span run);

#endif
