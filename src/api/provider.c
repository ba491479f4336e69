/* SPDX-License-Identifier: MIT */
#include "api/provider.h"

#include "base/buf.h"
#include "base/diag.h"

enum tauth_status provider_find(const char *name, const struct preset **out,
                                struct tauth_diags *diags) {
    const struct preset *preset = preset_find(name);
    if (preset != NULL) {
        *out = preset;
        return TAUTH_OK;
    }
    _cleanup_buf_ struct buf hint = {0};
    buf_text(&hint, "one of");
    for (size_t i = 0; preset_at(i) != NULL; i++) {
        buf_printf(&hint, " %s", preset_at(i)->name);
    }
    buf_byte(&hint, '\0');
    return hint.failed ? TAUTH_NO_MEMORY
                       : diag_option(diags, RULE_PROVIDER, "--provider", hint.data,
                                     "there is no provider \"%s\"", name);
}
