/* SPDX-License-Identifier: MIT */
#include "api/judge.h"

#include <talosauth/settings.h>

#include "base/status.h"
#include "check/settings/names.h"
#include "check/settings/rbac.h"
#include "check/settings/settings.h"

static bool binds(const struct tauth_settings *settings) {
    const struct tauth_access *access = settings->access;
    return settings->values[TAUTH_ADMIN_GROUP].list.count > 0 ||
           settings->values[TAUTH_VIEWER_GROUP].list.count > 0 ||
           access->rbac.cluster_role_bindings_count > 0 ||
           access->rbac.role_bindings_count > 0;
}

enum tauth_status judge_access(struct check_input *input) {
    if (input->kind != INPUT_ACCESS || input->diags.items.count > 0) {
        return TAUTH_OK; /* what cannot be read is said already */
    }
    struct tauth_settings *settings = tauth_settings_new();
    if (settings == NULL) {
        return TAUTH_NO_MEMORY;
    }
    struct span text = input->source.text;
    enum tauth_status status = tauth_settings_access(
        settings, input->name, (struct tauth_text){text.data, text.size}, &input->diags);
    if (settings->access == NULL) {
        tauth_settings_free(settings);
        return status < TAUTH_OK ? status : TAUTH_OK;
    }
    input->access = settings;
    bool required = tauth_settings_any(settings);
    status_keep(&status, check_settings(settings, required, &input->diags));
    status_keep(&status, check_login_placeholders(settings, &input->diags));
    if (binds(settings)) {
        status_keep(&status, check_bindings(settings, &input->diags));
    }
    return status < TAUTH_OK ? status : TAUTH_OK;
}
