/* SPDX-License-Identifier: MIT */
#include "kube/kubeconfig.h"

#include "text/base64.h"

enum { FLOWS_MAX = 2 };

static const char *encode(struct arena *arena, struct span pem) {
    _cleanup_buf_ struct buf text = {0};
    base64_encode(&text, pem);
    return text.failed ? NULL : arena_copy(arena, buf_view(&text));
}

static bool add_flow(struct arena *arena, const struct kubeconfig_parts *parts,
                     bool device, struct kubeconfig *out) {
    const char *suffix = parts->both_flows && device ? "-device" : "";
    struct kubeconfig_named_user *user = &out->users[out->users_count++];
    struct kubeconfig_named_context *context = &out->contexts[out->contexts_count++];
    user->name = arena_printf(arena, "%s%s", parts->user, suffix);
    context->name = arena_printf(arena, "%s%s", parts->context, suffix);
    context->context =
        (struct kubeconfig_context){parts->cluster, user->name, parts->namespace_name};
    return user->name != NULL && context->name != NULL &&
           login_exec(arena, &parts->login, device, &user->user.exec);
}

bool kubeconfig_build(struct arena *arena, const struct kubeconfig_parts *parts,
                      struct kubeconfig *out) {
    struct kubeconfig made = {
        .api_version = KUBECONFIG_API_VERSION,
        .kind = KUBECONFIG_KIND,
        .clusters = ARENA_NEW(arena, struct kubeconfig_named_cluster),
        .clusters_count = 1,
        .contexts = arena_alloc(arena, FLOWS_MAX * sizeof(*made.contexts)),
        .users = arena_alloc(arena, FLOWS_MAX * sizeof(*made.users)),
    };
    const char *authority = encode(arena, parts->authority);
    if (made.clusters == NULL || made.contexts == NULL || made.users == NULL ||
        authority == NULL) {
        return false;
    }
    made.clusters[0] = (struct kubeconfig_named_cluster){
        parts->cluster,
        {parts->server, parts->tls_server_name, authority, parts->proxy_url}};
    if (!add_flow(arena, parts, parts->device, &made) ||
        (parts->both_flows && !add_flow(arena, parts, true, &made))) {
        return false;
    }
    made.current_context = made.contexts[0].name;
    *out = made;
    return true;
}
