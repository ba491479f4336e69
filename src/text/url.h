/* SPDX-License-Identifier: MIT */
/* URLs as Go's net/url reads them, with its words for what is wrong. */
#ifndef TEXT_URL_H
#define TEXT_URL_H

#include "base/buf.h"

struct url {
    struct span scheme; /* as written */
    struct span userinfo;
    struct span host; /* with port, without userinfo */
    struct span path;
    struct span query;
    struct span fragment;
    bool has_userinfo;
};

/*
 * Go's url.Parse as far as its errors go. On failure `problem` receives what Go says
 * behind `parse "URL": `.
 */
bool url_parse(struct span text, struct url *out, struct buf *problem);

/* Appends the URL with everything masked that a password could be part of. */
void url_write_masked(struct buf *out, struct span text);

#endif
