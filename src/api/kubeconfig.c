/* SPDX-License-Identifier: MIT */
#include <talosauth/kubeconfig.h>

#include "api/cluster.h"
#include "api/merge.h"
#include "api/text.h"
#include "base/status.h"
#include "check/settings/login.h"
#include "text/program.h"
#include "yaml/emit.h"

struct request {
    const struct tauth_settings *settings;
    struct tauth_kubeconfig_options options;
    struct tauth_diags *diags;
    const struct tauth_named_text *input; /* of a merge, or NULL */
    struct arena arena;
    struct cluster cluster;
    struct kubeconfig_parts parts;
    struct kubeconfig made;
};

static void request_deinit(struct request *request) {
    cluster_deinit(&request->cluster);
    arena_deinit(&request->arena);
}

static enum tauth_status request_open(struct request *request,
                                      const struct tauth_kubeconfig_options *given) {
    if (given->size == 0) {
        return diag_option(request->diags, RULE_USAGE, "tauth_kubeconfig_options",
                           "set size to sizeof(struct tauth_kubeconfig_options)",
                           "the size of the options is 0");
    }
    size_t size = given->size; /* a caller of another version has another size */
    memcpy(&request->options, given,
           size < sizeof(request->options) ? size : sizeof(request->options));
    request->cluster = (struct cluster){.settings = request->settings,
                                        .options = &request->options,
                                        .diags = request->diags,
                                        .arena = &request->arena};
    return cluster_read(&request->cluster);
}

/* The script took a bare host; as an option only, a file says what it means. */
static const char *issuer_of(struct request *request) {
    struct span issuer = setting_get(request->settings, TAUTH_ISSUER_URL);
    bool whole = request->settings->values[TAUTH_ISSUER_URL].from_access ||
                 span_has(issuer, "://") || issuer.size == 0;
    return whole ? issuer.data
                 : arena_printf(&request->arena, "https://%.*s", SPAN_ARG(issuer));
}

static bool add_scope(struct request *request, struct span text) {
    struct tauth_strings *scopes = &request->parts.login.scopes;
    scopes->items[scopes->count] = arena_copy(&request->arena, text);
    return scopes->items[scopes->count++] != NULL;
}

/* Those that were given, or those of the provider. */
static bool take_scopes(struct request *request) {
    const struct setting_values *given = &request->settings->values[TAUTH_LOGIN_SCOPE];
    const struct preset *preset = request->settings->preset;
    const char *usual = (preset == NULL ? preset_find("generic") : preset)->scopes;
    struct span rest = span_of(request->options.compat ? "email profile groups" : usual);
    size_t count = given->list.count > 0 ? given->list.count : rest.size;
    struct tauth_strings *scopes = &request->parts.login.scopes;
    scopes->items = arena_alloc(&request->arena, count * sizeof(*scopes->items));
    if (scopes->items == NULL) {
        return false;
    }
    for (size_t i = 0; i < given->list.count; i++) {
        if (!add_scope(request, given->list.items[i])) {
            return false;
        }
    }
    while (given->list.count == 0 && rest.size > 0) {
        size_t end = span_find(rest, ' ');
        if (!add_scope(request, span_slice(rest, 0, end))) {
            return false;
        }
        rest = span_slice(rest, end < rest.size ? end + 1 : end, rest.size);
    }
    return true;
}

static bool take_login(struct request *request) {
    const struct tauth_kubeconfig_options *options = &request->options;
    struct login *login = &request->parts.login;
    *login = (struct login){
        .issuer = issuer_of(request),
        .client_id = setting_get(request->settings, TAUTH_LOGIN_CLIENT_ID).data,
        .grant_type = request->settings->grant_type,
        .issuer_ca = request->settings->issuer_ca,
        .user_name = options->user_name,
        .command = options->exec_command,
        .token_cache_storage = options->token_cache_storage,
        .joined_scopes = options->compat,
    };
    size_t count = options->listen_address_count;
    struct tauth_strings *addresses = &login->listen_addresses;
    addresses->items = arena_alloc(&request->arena, count * sizeof(char *) + 1);
    for (size_t i = 0; i < count && addresses->items != NULL; i++) {
        addresses->items[addresses->count++] = options->listen_addresses[i];
    }
    return addresses->items != NULL && take_scopes(request);
}

static bool take_parts(struct request *request) {
    const struct tauth_kubeconfig_options *options = &request->options;
    const struct cluster *cluster = &request->cluster;
    const char *name = arena_printf(&request->arena, "oidc@%s", cluster->name);
    request->parts = (struct kubeconfig_parts){
        .cluster = options->cluster == NULL ? cluster->name : options->cluster,
        .context = options->context == NULL ? name : options->context,
        .user = options->user != NULL ? options->user
                : options->compat     ? "oidc"
                                      : name,
        .server = cluster->server,
        .tls_server_name = cluster->tls_server_name,
        .proxy_url = cluster->proxy_url,
        .namespace_name = options->namespace_name,
        .device = options->device,
        .both_flows = options->both_flows,
    };
    return name != NULL && take_login(request);
}

static enum tauth_status plan_merge(struct tauth_merge_result *result, void *context) {
    const struct request *request = context;
    const struct kubeconfig_merge merge = {&request->made, request->options.use,
                                           request->options.force};
    return kubeconfig_merge_plan(&result->edit, &merge);
}

static enum tauth_status merge(struct request *request,
                               struct tauth_merge_result **result,
                               struct tauth_diags *diags) {
    const struct tauth_named_text *input = request->input;
    struct span text = {input->text.data, input->text.size};
    return change_run(plan_merge, request, input->name, text, result, diags);
}

/* A merge that no CA can make good is refused before anybody is asked about one. */
static enum tauth_status try_merge(struct request *request) {
    struct tauth_merge_result *result = NULL;
    struct tauth_diags quiet = {0};
    if (!kubeconfig_build(&request->arena, &request->parts, &request->made)) {
        return TAUTH_NO_MEMORY;
    }
    enum tauth_status status = merge(request, &result, &quiet);
    tauth_merge_free(result);
    result = NULL;
    VEC_DEINIT(quiet.items);
    arena_deinit(&quiet.arena);
    if (status == TAUTH_REFUSED) { /* again, for its findings */
        status = merge(request, &result, request->diags);
        tauth_merge_free(result);
    }
    return status;
}

/* Everything that is wrong is said at once. */
static enum tauth_status build(struct request *request) {
    if (!take_parts(request)) {
        return TAUTH_NO_MEMORY;
    }
    enum tauth_status status =
        check_kubeconfig(request->settings, &request->parts, request->diags);
    if (status == TAUTH_OK && request->options.ca_from_server && request->input != NULL) {
        status = try_merge(request);
    }
    /* nobody is asked to compare a fingerprint for nothing */
    if (status == TAUTH_OK || !request->options.ca_from_server) {
        status_keep(&status, cluster_read_authority(&request->cluster));
    }
    request->parts.authority = buf_view(&request->cluster.authority);
    if (status == TAUTH_OK &&
        !kubeconfig_build(&request->arena, &request->parts, &request->made)) {
        return TAUTH_NO_MEMORY;
    }
    return status;
}

enum tauth_status tauth_kubeconfig(const struct tauth_settings *settings,
                                   const struct tauth_kubeconfig_options *options,
                                   struct tauth_text *out, struct tauth_diags *diags) {
    _cleanup_(request_deinit) struct request request = {.settings = settings,
                                                        .diags = diags};
    _cleanup_buf_ struct buf text = {0};
    enum tauth_status status = request_open(&request, options);
    if (status == TAUTH_OK) {
        status = build(&request);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    struct want *want = kubeconfig_want(&request.arena, &request.made);
    status = want == NULL ? TAUTH_NO_MEMORY
                          : emit_checked(&text, want, &emit_kubernetes_style);
    return status == TAUTH_OK ? text_hand_out(&text, out) : status;
}

enum tauth_status tauth_kubeconfig_name(const struct tauth_settings *settings,
                                        const struct tauth_kubeconfig_options *options,
                                        struct tauth_text *out,
                                        struct tauth_diags *diags) {
    _cleanup_(request_deinit) struct request request = {.settings = settings,
                                                        .diags = diags};
    _cleanup_buf_ struct buf text = {0};
    enum tauth_status status = request_open(&request, options);
    if (status != TAUTH_OK) {
        return status;
    }
    buf_text(&text, request.cluster.name);
    return text_hand_out(&text, out);
}

bool tauth_kubeconfig_browser(const struct tauth_settings *settings,
                              const struct tauth_kubeconfig_options *given) {
    struct tauth_kubeconfig_options options = {0};
    memcpy(&options, given,
           given->size < sizeof(options) ? given->size : sizeof(options));
    return !options.device && login_has_browser(settings->grant_type, options.user_name);
}

enum tauth_status tauth_kubeconfig_merge(const struct tauth_settings *settings,
                                         const struct tauth_kubeconfig_options *options,
                                         const struct tauth_named_text *input,
                                         struct tauth_merge_result **result,
                                         struct tauth_diags *diags) {
    _cleanup_(request_deinit) struct request request = {
        .settings = settings, .diags = diags, .input = input};
    enum tauth_status status = request_open(&request, options);
    if (status == TAUTH_OK) {
        status = build(&request);
    }
    return status == TAUTH_OK ? merge(&request, result, diags) : status;
}

bool tauth_kubeconfig_kubectl(const char *command) {
    return program_is_kubectl(span_of(command));
}

static enum tauth_status plan_remove(struct tauth_merge_result *result, void *context) {
    return kubeconfig_remove_plan(&result->edit, context);
}

enum tauth_status tauth_kubeconfig_remove(
    const struct tauth_kubeconfig_remove_options *given,
    const struct tauth_named_text *input, struct tauth_merge_result **result,
    struct tauth_diags *diags) {
    struct tauth_kubeconfig_remove_options options = {0};
    memcpy(&options, given,
           given->size < sizeof(options) ? given->size : sizeof(options));
    struct kubeconfig_removal removal = {options.contexts, options.context_count,
                                         options.may_be_gone};
    struct span text = {input->text.data, input->text.size};
    return change_run(plan_remove, &removal, input->name, text, result, diags);
}
