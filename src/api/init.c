/* SPDX-License-Identifier: MIT */
#include <talosauth/init.h>

#include "api/provider.h"
#include "api/text.h"
#include "model/starter.h"

enum tauth_status tauth_init(const char *provider, struct tauth_text *out,
                             struct tauth_diags *diags) {
    _cleanup_buf_ struct buf text = {0};
    const struct preset *preset;
    enum tauth_status status =
        provider_find(provider == NULL ? "generic" : provider, &preset, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    starter_write(preset, &text);
    return text_hand_out(&text, out);
}
