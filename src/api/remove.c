/* SPDX-License-Identifier: MIT */
#include <talosauth/remove.h>

#include "api/merge.h"
#include "api/options.h"
#include "model/setting-place.h"
#include "talos/remove.h"

struct remove_plan {
    struct talos_remove remove;
    enum tauth_layout layout;
};

static enum tauth_status plan_remove(struct tauth_merge_result *result, void *context) {
    const struct remove_plan *plan = context;
    enum tauth_status status = change_read_stream(result);
    if (status == TAUTH_OK) {
        status = check_layout(&result->stream, plan->layout);
    }
    return status == TAUTH_OK ? remove_plan(&result->stream, &plan->remove, &result->edit)
                              : status;
}

enum tauth_status tauth_remove(const struct tauth_settings *settings,
                               const struct tauth_remove_options *options,
                               const char *name, struct tauth_text input,
                               struct tauth_merge_result **result,
                               struct tauth_diags *diags) {
    struct tauth_remove_options copy;
    enum tauth_status status = options_take(options, &copy, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    struct remove_plan plan = {
        .remove = {.settings = settings,
                   .issuer = setting_get(settings, TAUTH_ISSUER_URL),
                   .all_issuers = copy.all_issuers},
        .layout = copy.layout,
    };
    if (plan.remove.issuer.data != NULL && plan.remove.issuer.size == 0) {
        const struct setting_place place = {settings, TAUTH_ISSUER_URL, 0};
        return setting_report(&place, diags, RULE_ISSUER_URL,
                              "name the issuer, or leave it out", "the issuer is empty");
    }
    return change_run(plan_remove, &plan, name, (struct span){input.data, input.size},
                      result, diags);
}
