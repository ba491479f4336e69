/* SPDX-License-Identifier: MIT */
#include <talosauth/rbac.h>

#include "api/text.h"
#include "check/settings.h"
#include "kube/manifests.h"

enum tauth_status tauth_rbac(const struct tauth_settings *settings,
                             struct tauth_text *out, struct tauth_diags *diags) {
    _cleanup_buf_ struct buf text = {0};
    enum tauth_status status = check_groups(settings, diags);
    if (status == TAUTH_OK) {
        status = manifests_write(settings, &text);
    }
    return status == TAUTH_OK ? text_hand_out(&text, out) : status;
}
