/* SPDX-License-Identifier: MIT */
/*
 * kubeconfigs: what client-go says when it loads and uses one (k8s.io/client-go
 * tools/clientcmd/validation.go:158-380, api/v1/conversion.go).
 */
#include "check/kubeconfig/kubeconfig.h"

#include "base/status.h"
#include "base/strset.h"
#include "check/groups.h"
#include "check/kubeconfig/kubelogin.h"

bool kubeconfig_open(struct kubeconfig *config, struct check_input *input) {
    const struct yaml_index *index = &input->index;
    *config = (struct kubeconfig){.input = input, .index = index};
    for (size_t i = 0; config->root == 0 && i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        config->root = node_at(index, root)->kind == NODE_MAPPING ? root : 0;
    }
    config->context = kube_text(index, config->root, "current-context");
    node_id list = kube_get(index, config->root, "contexts");
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        node_id item = node_follow(index, at);
        if (config->context.size > 0 &&
            span_equal(kube_text(index, item, "name"), config->context)) {
            node_id context = kube_get(index, item, "context");
            config->cluster = kube_text(index, context, "cluster");
            config->user = kube_text(index, context, "user");
        }
    }
    return config->root != 0;
}

void kubeconfig_each(const struct kubeconfig *config, const char *list, visit_part *visit,
                     void *context) {
    const struct yaml_index *index = config->index;
    bool users = strcmp(list, "users") == 0;
    node_id items = kube_get(index, config->root, list);
    for (node_id at = kube_first(index, items); at != 0; at = kube_next(index, at)) {
        node_id item = node_follow(index, at);
        node_id part = kube_get(index, item, users ? "user" : "cluster");
        struct span name = kube_text(index, item, "name");
        bool current = span_equal(name, users ? config->user : config->cluster);
        const struct kubeconfig_part entry = {config, name, part == 0 ? item : part,
                                              current ? NULL : &severity_warning};
        visit(&entry, context);
    }
}

/* --- loading --- */

static bool load_types(const struct kubeconfig *config) {
    const struct manifest manifest = {.input = config->input, .index = config->index};
    struct decode decode = {
        .manifest = &manifest,
        .wrong = RULE_KUBECONFIG_DECODE,
        .unknown = RULE_KUBECONFIG_UNKNOWN_FIELD,
        .unknown_words = "client-go reads over the field ",
    };
    decode_document(&decode, config->root, &kubeconfig_type);
    return !decode.failed;
}

static bool load_kind(const struct kubeconfig *config) {
    struct span kind = kube_text(config->index, config->root, "kind");
    struct span version = kube_text(config->index, config->root, "apiVersion");
    bool good = (kind.size == 0 || span_is(kind, "Config")) &&
                (version.size == 0 || span_is(version, "v1"));
    if (!good) {
        node_id place =
            kube_get(config->index, config->root,
                     kind.size > 0 && !span_is(kind, "Config") ? "kind" : "apiVersion");
        found(config->input, RULE_KUBECONFIG_KIND, place,
              "a kubeconfig has apiVersion: v1 and kind: Config",
              "no kind \"%.*s\" is registered for version \"%.*s\" in scheme "
              "\"k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50\"",
              SPAN_ARG(kind), SPAN_ARG(version));
    }
    return good;
}

struct named_list {
    const char *key;
    const char *from;
    const char *to;
};

static bool load_names(const struct kubeconfig *config, const struct named_list *list) {
    const struct yaml_index *index = config->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    node_id items = kube_get(index, config->root, list->key);
    bool good = true;
    for (node_id at = kube_first(index, items); at != 0; at = kube_next(index, at)) {
        node_id item = node_follow(index, at);
        struct span name = kube_text(index, item, "name");
        uint32_t first = strset_add(&seen, name, at);
        if (first == 0) {
            status_keep(&config->input->failed, TAUTH_NO_MEMORY);
            return false;
        }
        good &= first == at;
        if (first != at && !input_is_full(config->input)) {
            const char *hint =
                arena_printf(&config->input->arena, "the first one is on line %u",
                             node_line(index, first));
            node_id place = kube_get(index, item, "name");
            found(config->input, RULE_KUBECONFIG_DECODE, place == 0 ? item : place, hint,
                  "error converting *[]%s into *map[string]*api.%s: duplicate name "
                  "\"%.*s\" in list",
                  list->from, list->to, SPAN_ARG(name));
        }
    }
    return good;
}

static bool load(const struct kubeconfig *config) {
    static const struct named_list lists[] = {
        {"clusters", "NamedCluster", "Cluster"},
        {"users", "NamedAuthInfo", "AuthInfo"},
        {"contexts", "NamedContext", "Context"},
    };
    bool good = load_kind(config);
    good &= load_types(config);
    for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
        good &= load_names(config, &lists[i]);
    }
    return good;
}

/* --- using --- */

/* The names of a list, so that many contexts are looked up fast. */
static bool collect(const struct kubeconfig *config, const char *list,
                    struct strset *names) {
    const struct yaml_index *index = config->index;
    node_id items = kube_get(index, config->root, list);
    for (node_id at = kube_first(index, items); at != 0; at = kube_next(index, at)) {
        if (strset_add(names, kube_text(index, node_follow(index, at), "name"), at) ==
            0) {
            status_keep(&config->input->failed, TAUTH_NO_MEMORY);
            return false;
        }
    }
    return true;
}

static bool is_label(struct span name) {
    bool good = name.size <= 63;
    for (size_t i = 0; good && i < name.size; i++) {
        char byte = name.data[i];
        bool edge = i == 0 || i + 1 == name.size;
        good = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
               (byte == '-' && !edge);
    }
    return good;
}

struct contexts {
    const struct kubeconfig *config;
    struct strset clusters;
    struct strset users;
};

static void check_context(const struct contexts *contexts, node_id item) {
    const struct kubeconfig *config = contexts->config;
    const struct yaml_index *index = config->index;
    struct span name = kube_text(index, item, "name");
    node_id context = kube_get(index, item, "context");
    struct span user = kube_text(index, context, "user");
    struct span cluster = kube_text(index, context, "cluster");
    struct span space = kube_text(index, context, "namespace");
    const enum tauth_severity *severity =
        span_equal(name, config->context) ? NULL : &severity_warning;
    node_id place = context == 0 ? item : context;
    if (user.size > 0 && strset_find(&contexts->users, user) == 0) {
        found_as(
            config->input, RULE_KUBECONFIG_CONTEXT, severity,
            kube_get(index, context, "user"), "add the user, or correct the name",
            "invalid configuration: user \"%.*s\" was not found for context \"%.*s\"",
            SPAN_ARG(user), SPAN_ARG(name));
    }
    if (cluster.size == 0) {
        found_as(config->input, RULE_KUBECONFIG_CONTEXT, severity, place,
                 "name one of the clusters",
                 "invalid configuration: cluster was not specified for context \"%.*s\"",
                 SPAN_ARG(name));
    } else if (strset_find(&contexts->clusters, cluster) == 0) {
        found_as(config->input, RULE_KUBECONFIG_CONTEXT, severity,
                 kube_get(index, context, "cluster"),
                 "add the cluster, or correct the name",
                 "invalid configuration: cluster \"%.*s\" was not found for context "
                 "\"%.*s\"",
                 SPAN_ARG(cluster), SPAN_ARG(name));
    }
    if (!is_label(space)) {
        found_as(
            config->input, RULE_KUBECONFIG_CONTEXT, severity,
            kube_get(index, context, "namespace"), "write the name of a namespace",
            "invalid configuration: namespace \"%.*s\" for context \"%.*s\" does not "
            "conform to the kubernetes DNS_LABEL rules",
            SPAN_ARG(space), SPAN_ARG(name));
    }
}

static void check_contexts(const struct kubeconfig *config) {
    struct contexts contexts = {.config = config};
    node_id items = kube_get(config->index, config->root, "contexts");
    bool current = false;
    if (collect(config, "clusters", &contexts.clusters) &&
        collect(config, "users", &contexts.users)) {
        for (node_id at = kube_first(config->index, items); at != 0;
             at = kube_next(config->index, at)) {
            node_id item = node_follow(config->index, at);
            check_context(&contexts, item);
            current |=
                span_equal(kube_text(config->index, item, "name"), config->context);
        }
        if (config->context.size > 0 && !current) {
            found(config->input, RULE_KUBECONFIG_CONTEXT,
                  kube_get(config->index, config->root, "current-context"),
                  "name one of the contexts",
                  "context was not found for specified context: %.*s",
                  SPAN_ARG(config->context));
        }
    }
    strset_deinit(&contexts.clusters);
    strset_deinit(&contexts.users);
}

static const char unconfigured[] =
    "invalid configuration: no configuration has been provided, try setting "
    "KUBERNETES_MASTER environment variable";

static void visit_cluster(const struct kubeconfig_part *part, void *context) {
    (void)context;
    kubeconfig_check_cluster(part);
}

static void visit_user(const struct kubeconfig_part *part, void *context) {
    (void)context;
    kubeconfig_check_user(part);
    if (kubelogin_is_used(part)) {
        kubeconfig_check_login(part);
    } else {
        kubelogin_check_shape(part);
    }
}

static void check_kubeconfig(struct check_input *input) {
    struct kubeconfig config;
    if (!kubeconfig_open(&config, input) || !load(&config)) {
        return;
    }
    if (config.context.size == 0) {
        found_as(input, RULE_KUBECONFIG_EMPTY, &severity_warning, config.root,
                 "set current-context, or give --context with every command",
                 "no current-context, so kubectl says: %s", unconfigured);
    }
    check_contexts(&config);
    kubeconfig_each(&config, "clusters", visit_cluster, NULL);
    kubeconfig_each(&config, "users", visit_user, NULL);
}

/* An empty file is known by its name alone. */
static void check_empty(struct check_input *input) {
    bool named = strstr(input->name, "kubeconfig") != NULL ||
                 span_ends(span_of(input->name), ".kube/config");
    for (size_t i = 0; i < input->index.documents.count; i++) {
        named &= node_is_null(&input->index, input->index.documents.items[i].root);
    }
    if (named) {
        found(input, RULE_KUBECONFIG_EMPTY, 0, "talosctl kubeconfig FILE writes one",
              "%s", unconfigured);
    }
}

static const struct check_row rows[] = {
    {RULE_KUBECONFIG_DECODE, ON(INPUT_KUBECONFIG), check_kubeconfig},
    {RULE_KUBECONFIG_EMPTY, ON(INPUT_UNKNOWN), check_empty},
};

const struct check_group kubeconfig_group = {rows, ARRAY_SIZE(rows)};
