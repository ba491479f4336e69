/* SPDX-License-Identifier: MIT */
/* What the documents of a config demand of each other, and of the machine they are on. */
#include "base/strset.h"
#include "check/groups.h"
#include "check/input/places.h"
#include "check/input/unread.h"
#include "talos/kinds.h"

static node_id kind_of(const struct check_input *input, node_id root) {
    node_id kind = node_get(&input->index, root, SPAN("kind"), NULL);
    return kind == 0 ? root : kind;
}

/* `kind: KubeAPIServerConfig` of a config, 0 in the legacy layout and in patches. */
static node_id api_server(const struct check_input *input) {
    return input->stream.config && input->stream.api_server != NO_DOCUMENT
               ? kind_of(input, talos_root(&input->stream, input->stream.api_server))
               : 0;
}

static bool has_kind(const struct check_input *input, const char *kind) {
    size_t at = 0;
    return next_of_kind(input, kind, &at) != 0 || unread_has(input, kind);
}

static void check_mixed(struct check_input *input) {
    node_id server = api_server(input), key = 0;
    node_id legacy = legacy_value(input, "cluster.apiServer");
    bool selector = node_get(&input->index, legacy, SPAN("$patch"), NULL) != 0;
    if (server == 0 || legacy == 0 || selector) {
        return;
    }
    node_get(&input->index, legacy_value(input, "cluster"), SPAN("apiServer"), &key);
    const char *hint = arena_printf(
        &input->arena, "remove one of the two; KubeAPIServerConfig is on line %u",
        node_line(&input->index, server));
    found(input, RULE_LAYOUT_MIXED, key, hint,
          "kube-apiserver config is already set in v1alpha1 config (.cluster.apiServer)");
    hint = arena_printf(&input->arena,
                        "remove one of the two; cluster.apiServer is on line %u",
                        node_line(&input->index, key));
    found(input, RULE_LAYOUT_MIXED, server, hint,
          "kube-apiserver config is already set in v1alpha1 config (.cluster.apiServer)");
}

static void check_authentication(struct check_input *input) {
    node_id server = api_server(input);
    if (server != 0 && !has_kind(input, "KubeAuthenticationConfig")) {
        found(input, RULE_AUTHENTICATION_MISSING, server,
              "add a KubeAuthenticationConfig whose configuration has anonymous with the "
              "paths /livez, /readyz and /healthz",
              "without KubeAuthenticationConfig the API server does not start: Object "
              "'Kind' is missing in '{}'");
    }
}

static void check_ignored(struct check_input *input) {
    const struct talos_stream *stream = &input->stream;
    if (stream->config && !has_kind(input, "KubeAPIServerConfig") &&
        stream->authentication != NO_DOCUMENT) {
        found(input, RULE_AUTHENTICATION_IGNORED,
              kind_of(input, talos_root(stream, stream->authentication)),
              "a config without KubeAPIServerConfig takes oidc-* flags in "
              "cluster.apiServer.extraArgs",
              "KubeAuthenticationConfig is ignored: there is no KubeAPIServerConfig");
    }
}

static void check_authorizers(struct check_input *input) {
    node_id server = api_server(input);
    bool node = false, rbac = false, webhook = false, any = false;
    size_t at = 0;
    for (node_id root;
         server != 0 && (root = next_of_kind(input, "KubeAuthorizerConfig", &at)) != 0;) {
        struct span type = text_under(&input->index, root, "type");
        any = true;
        node |= span_is(type, "Node");
        rbac |= span_is(type, "RBAC");
        webhook |= span_is(type, "Webhook");
    }
    if (unread_has(input, "KubeAuthorizerConfig")) {
        return;
    }
    if (server != 0 && !any) {
        found(input, RULE_AUTHORIZERS_MISSING, server,
              "add KubeAuthorizerConfig documents: node of type Node, rbac of type RBAC",
              "without KubeAuthorizerConfig the API server has no authorizers and does "
              "not start; Node and RBAC are implied in the legacy layout only");
    } else if (server != 0 && (!node || !rbac)) {
        const char *type = node ? "RBAC" : "Node";
        found_as(input, RULE_AUTHORIZERS_MISSING, webhook ? &severity_warning : NULL,
                 server, "Node and RBAC are implied in the legacy layout only",
                 "there is no KubeAuthorizerConfig of type %s: %s are refused", type,
                 node ? "controllers and administrators" : "kubelets");
    }
}

static void check_needed(struct check_input *input) {
    static const struct {
        const char *kind;
        const char *legacy;
    } needed[] = {
        {"KubeClusterConfig", "cluster.controlPlane.endpoint"},
        {"KubeNetworkConfig", "cluster.network"},
    };
    node_id server = api_server(input);
    for (size_t i = 0; server != 0 && i < ARRAY_SIZE(needed); i++) {
        if (!has_kind(input, needed[i].kind) &&
            legacy_value(input, needed[i].legacy) == 0 && !unread_has(input, NULL)) {
            const char *hint = arena_printf(&input->arena, "add a %s", needed[i].kind);
            found(input, RULE_CLUSTER_CONFIG_MISSING, server, hint,
                  "without %s Talos makes no configuration for the API server",
                  needed[i].kind);
        }
    }
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The kinds that other machines must not have; `first` receives the first document. */
static size_t list_kinds(const struct check_input *input, const char **names, size_t room,
                         node_id *first) {
    const struct yaml_index *index = &input->index;
    size_t count = 0;
    for (size_t i = 0; i < index->documents.count && count < room; i++) {
        node_id root = index->documents.items[i].root;
        const struct talos_kind *kind = talos_kind_find(text_under(index, root, "kind"));
        bool known = kind == NULL || !kind->control_plane;
        for (size_t j = 0; j < count && !known; j++) {
            known = names[j] == kind->name;
        }
        if (!known) {
            *first = *first == 0 ? kind_of(input, root) : *first;
            names[count++] = kind->name;
        }
    }
    return count;
}

enum { KINDS_MAX = 32 };

static void check_machine(struct check_input *input) {
    const char *names[KINDS_MAX];
    node_id first = 0;
    if (!input->stream.config || is_control_plane(input) || unread_has(input, NULL)) {
        return;
    }
    size_t count = list_kinds(input, names, KINDS_MAX, &first);
    if (count == 0) {
        return;
    }
    qsort(names, count, sizeof(names[0]), by_name);
    _cleanup_buf_ struct buf list = {0};
    for (size_t i = 0; i < count; i++) {
        buf_printf(&list, "%s%s", i > 0 ? " " : "", names[i]);
    }
    found(
        input, RULE_CONTROL_PLANE_KINDS, first,
        input->stream.legacy == NO_DOCUMENT
            ? "a config has a document with machine and cluster; judge a patch with --as "
              "patch"
            : "set machine.type: controlplane, or leave these documents out",
        "the following document kinds are only allowed on control plane machines: "
        "[%s]",
        input_text(input, &list));
}

static void check_worker(struct check_input *input) {
    static const char *const keys[] = {"apiServer", "inlineManifests"};
    if (!is_worker(input)) {
        return;
    }
    node_id cluster = legacy_value(input, "cluster");
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        node_id key = 0, value = value_at(&input->index, cluster, keys[i]);
        node_get(&input->index, cluster, span_of(keys[i]), &key);
        if (value != 0 &&
            node_at(&input->index, node_follow(&input->index, value))->size) {
            found(input, RULE_WORKER_API_SERVER, key,
                  "put it into the configs of the control-plane nodes",
                  "cluster.%s is ignored: machine.type is not controlplane", keys[i]);
        }
    }
}

static void take_authorizer(struct check_input *input, struct strset *seen,
                            node_id type) {
    node_id followed = node_follow(&input->index, type);
    struct span text = node_text(&input->index, followed);
    if (!span_is(text, "Node") && !span_is(text, "RBAC")) {
        return; /* webhooks may be there several times */
    }
    uint32_t first = strset_add(seen, text, type);
    if (first == 0) {
        input->failed = TAUTH_NO_MEMORY;
    } else if (first != type) {
        found(input, RULE_AUTHORIZER_TWICE, type, first_one(input, first),
              "the API server does not start: authorizers: type: Duplicate value: "
              "\"%.*s\"",
              SPAN_ARG(text));
    }
}

static void check_authorizers_twice(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    _cleanup_(strset_deinit) struct strset legacy = {0};
    _cleanup_(strset_deinit) struct strset documents = {0};
    node_id list = legacy_value(input, "cluster.apiServer.authorizationConfig"), type;
    for (node_id item = first_item(index, list); item != 0;
         item = next_item(index, item)) {
        if ((type = value_at(index, item, "type")) != 0) {
            take_authorizer(input, &legacy, type);
        }
    }
    size_t at = 0;
    for (node_id root; (root = next_of_kind(input, "KubeAuthorizerConfig", &at)) != 0;) {
        if ((type = value_at(index, root, "type")) != 0) {
            take_authorizer(input, &documents, type);
        }
    }
}

static const struct check_row rows[] = {
    {RULE_LAYOUT_MIXED, ON(INPUT_TALOS), check_mixed},
    {RULE_AUTHENTICATION_MISSING, ON(INPUT_TALOS), check_authentication},
    {RULE_AUTHENTICATION_IGNORED, ON(INPUT_TALOS), check_ignored},
    {RULE_AUTHORIZERS_MISSING, ON(INPUT_TALOS), check_authorizers},
    {RULE_AUTHORIZER_TWICE, ON(INPUT_TALOS), check_authorizers_twice},
    {RULE_CLUSTER_CONFIG_MISSING, ON(INPUT_TALOS), check_needed},
    {RULE_CONTROL_PLANE_KINDS, ON(INPUT_TALOS), check_machine},
    {RULE_WORKER_API_SERVER, ON(INPUT_TALOS), check_worker},
};

const struct check_group layouts_group = {rows, ARRAY_SIZE(rows)};
