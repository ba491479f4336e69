/* SPDX-License-Identifier: MIT */
#include "api/merge.h"

#include "api/options.h"
#include "check/settings/issuer.h"
#include "check/settings/settings.h"
#include "talos/issuers.h"

struct merge_plan {
    struct talos_merge *merge;
    enum tauth_layout layout;
};

static enum tauth_status check_raw(const struct talos_stream *stream,
                                   const struct talos_merge *merge) {
    if (merge->argument_count > 0) {
        return node_report(stream->diags, RULE_SET_ON_MULTIDOC, stream->index,
                           layout_place(stream),
                           "Talos refuses oidc-* flags in KubeAPIServerConfig; use the "
                           "settings instead (--issuer-url, ...)",
                           "--set and --unset are for cluster.apiServer.extraArgs, which "
                           "this file must not have");
    }
    if (merge->files_only) {
        return node_report(
            stream->diags, RULE_FILES_ONLY, stream->index, layout_place(stream),
            "leave --files-only out; no reboot is needed",
            "this layout has the CA inside KubeAuthenticationConfig, not in "
            "a file");
    }
    return TAUTH_OK;
}

static enum tauth_status warn_ignored(const struct talos_stream *stream) {
    bool ignored = stream->config && stream->layout == TAUTH_LAYOUT_LEGACY &&
                   stream->authentication != NO_DOCUMENT;
    if (!ignored) {
        return TAUTH_OK;
    }
    return node_report(
        stream->diags, RULE_AUTHENTICATION_IGNORED, stream->index,
        talos_root(stream, stream->authentication),
        "the settings go to cluster.apiServer.extraArgs",
        "Talos ignores KubeAuthenticationConfig without KubeAPIServerConfig");
}

static enum tauth_status plan_merge(struct tauth_merge_result *result, void *context) {
    const struct merge_plan *plan = context;
    struct talos_stream *stream = &result->stream;
    enum tauth_status status = change_read_stream(result);
    bool multidoc = stream->layout == TAUTH_LAYOUT_MULTIDOC;
    if (status == TAUTH_OK) {
        status = check_layout(stream, plan->layout);
    }
    if (status == TAUTH_OK && plan->merge->oidc != NULL) {
        struct span own[TALOS_ISSUERS_MAX];
        size_t count = talos_service_account_issuers(stream, own);
        status =
            check_issuer_is_other(plan->merge->oidc->settings, own, count, stream->diags);
    }
    if (status == TAUTH_OK) {
        status = multidoc ? check_raw(stream, plan->merge) : warn_ignored(stream);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    return multidoc ? multidoc_merge(stream, plan->merge, &result->edit)
                    : legacy_merge(stream, plan->merge, &result->edit);
}

enum tauth_status merge_run(struct talos_merge *merge, enum tauth_layout layout,
                            const char *name, struct span input,
                            struct tauth_merge_result **out, struct tauth_diags *diags) {
    struct merge_plan plan = {merge, layout};
    enum tauth_status status = change_run(plan_merge, &plan, name, input, out, diags);
    if (status == TAUTH_OK) {
        (*out)->leftovers = merge->leftovers;
    }
    return status;
}

static enum tauth_status check_options(const struct tauth_settings *settings,
                                       const struct tauth_merge_options *options,
                                       struct tauth_diags *diags) {
    bool any = tauth_settings_any(settings);
    if (!any && options->set_count == 0 && options->unset_count == 0 &&
        !options->with_rbac) {
        return diag_option(
            diags, RULE_USAGE, "--issuer-url",
            "give --issuer-url and --audience, an access file, or --set or "
            "--unset",
            "there is nothing to merge");
    }
    if (options->files_only && settings->issuer_ca.data == NULL) {
        return diag_option(diags, RULE_USAGE, "--files-only",
                           "give --issuer-ca, or caFile in the access file",
                           "without a CA of the issuer there is no file to write");
    }
    return check_settings(settings, any, diags);
}

enum tauth_status tauth_merge(const struct tauth_settings *settings,
                              const struct tauth_merge_options *given, const char *name,
                              struct tauth_text input, struct tauth_merge_result **result,
                              struct tauth_diags *diags) {
    struct tauth_merge_options options;
    struct oidc oidc;
    settings_resolve(settings, &oidc);
    bool any = tauth_settings_any(settings);
    _cleanup_(raw_arguments_deinit) struct raw_arguments arguments = {0};
    _cleanup_buf_ struct buf manifest = {0};
    enum tauth_status status = options_take(given, &options, diags);
    if (status == TAUTH_OK) {
        status = check_options(settings, &options, diags);
    }
    if (status == TAUTH_OK) {
        status = raw_arguments_read(&options, any ? &oidc : NULL, &arguments, diags);
    }
    if (status == TAUTH_OK && options.with_rbac) {
        status = manifests_for_config(settings, options.role_bindings, &manifest, diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    struct talos_merge merge = {
        .oidc = any ? &oidc : NULL,
        .arguments = arguments.list.items,
        .argument_count = arguments.list.count,
        .version = settings->has_talos ? &settings->talos : NULL,
        .manifest = buf_view(&manifest),
        .files_only = options.files_only,
        .prune = options.prune,
    };
    return merge_run(&merge, options.layout, name, (struct span){input.data, input.size},
                     result, diags);
}
