/* SPDX-License-Identifier: MIT */
#include <talosauth/rbac.h>

#include "api/merge.h"
#include "api/text.h"
#include "check/settings/rbac.h"
#include "kube/manifests.h"
#include "model/setting-place.h"

enum tauth_status tauth_rbac(const struct tauth_settings *settings,
                             struct tauth_text *out, struct tauth_diags *diags) {
    _cleanup_buf_ struct buf text = {0};
    enum tauth_status status = check_rbac(settings, diags);
    if (status == TAUTH_OK) {
        status = manifests_write(settings, true, &text);
    }
    return status == TAUTH_OK ? text_hand_out(&text, out) : status;
}

/* A missing namespace makes Talos' controller retry the whole manifest for ever. */
static enum tauth_status note_left_out(const struct tauth_settings *settings,
                                       struct tauth_diags *diags) {
    node_id place = access_binding_node(settings, "roleBindings", 0, "name");
    return node_report(diags, RULE_ROLE_BINDINGS_LEFT_OUT, &settings->access_index, place,
                       "talosauth rbac writes them; --with-rolebindings takes them in "
                       "where every namespace is there already",
                       "the RoleBindings are left out of the config");
}

enum tauth_status manifests_for_config(const struct tauth_settings *settings,
                                       bool role_bindings, struct buf *out,
                                       struct tauth_diags *diags) {
    enum tauth_status status = check_rbac(settings, diags);
    const struct tauth_access *access = settings->access;
    bool left_out =
        !role_bindings && access != NULL && access->rbac.role_bindings_count > 0;
    if (status == TAUTH_OK && left_out) {
        status = note_left_out(settings, diags);
    }
    if (status == TAUTH_OK) {
        status = manifests_write(settings, role_bindings, out);
    }
    if (status == TAUTH_OK && out->size == 0) {
        const struct setting_place place = {settings, TAUTH_ADMIN_GROUP, 0};
        return setting_missing(&place, diags, RULE_RBAC_SUBJECT,
                               "give --with-rolebindings, or groups to bind",
                               "there is nothing to bind besides RoleBindings");
    }
    return status;
}
