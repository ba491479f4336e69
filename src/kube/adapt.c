/* SPDX-License-Identifier: MIT */
#include "kube/adapt.h"

#include "pki/bundle.h"
#include "text/base64.h"

static const char issuer_flag[] = "--oidc-issuer-url=";

struct span want_text(const struct want *want, const char *key) {
    const struct want *child = want_get(want, span_of(key));
    return child == NULL ? (struct span){NULL, 0} : child->text;
}

/* An entry of somebody else: with --force everything in it is replaced. */
static enum tauth_status take_over(const struct merge *merge, node_id entry,
                                   struct want *body, const char *what,
                                   const char *option) {
    if (merge->how->force) {
        body->whole = true;
        return TAUTH_OK;
    }
    struct arena *arena = merge->edit->arena;
    struct span name = entries_text(&merge->entries, entry, "name", NULL);
    const char *hint =
        arena_printf(arena, "give it another name (%s), or replace it (--force)", option);
    return hint == NULL
               ? TAUTH_NO_MEMORY
               : node_report(merge->entries.diags, RULE_NAME_TAKEN, merge->entries.index,
                             entry, hint, "\"%.*s\" is there already, and it is %s",
                             SPAN_ARG(name), what);
}

static struct want *remove_key(const struct merge *merge, struct want *mapping,
                               const char *key) {
    return want_child(merge->edit->arena, mapping, span_of(key), WANT_REMOVE);
}

/* Contexts that name a cluster or user, besides those that are wanted. */
static size_t other_uses(const struct merge *merge, const char *key, struct span name) {
    size_t uses = entries_uses(&merge->entries, key, name);
    const struct kubeconfig *wanted = merge->how->wanted;
    for (uint32_t i = 0; i < wanted->contexts_count && uses > 0; i++) {
        node_id entry = 0;
        struct span context = span_of(wanted->contexts[i].name);
        bool there =
            entries_find(&merge->entries, "contexts", context, &entry) == TAUTH_OK &&
            entry != 0;
        struct span used = entries_text(&merge->entries, entry, "context", key);
        uses -= there && span_equal(used, name);
    }
    return uses;
}

/* Other contexts, such as that of the administrator, go along with the entry. */
static enum tauth_status warn_shared(const struct merge *merge, enum rule rule,
                                     node_id entry, const char *option,
                                     const char *what) {
    struct span name = entries_text(&merge->entries, entry, "name", NULL);
    const char *hint =
        arena_printf(merge->edit->arena, "%s NAME makes an entry of its own", option);
    return hint == NULL
               ? TAUTH_NO_MEMORY
               : node_report(merge->entries.diags, rule, merge->entries.index, entry,
                             hint, "other contexts use \"%.*s\" too, and it %s",
                             SPAN_ARG(name), what);
}

/* The certificates in base64 PEM, whatever stands around them. False without memory. */
static bool read_certificates(struct span text, struct buf *out) {
    _cleanup_buf_ struct buf pem = {0};
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    size_t fault = 0;
    if (!base64_decode(&pem, text, &fault)) {
        return !pem.failed;
    }
    if (!bundle_read(&bundle, buf_view(&pem))) {
        return false;
    }
    buf_span(out, buf_view(&bundle.pem));
    return !out->failed;
}

/* The same certificates keep the bytes they have there. */
static enum tauth_status adapt_authority(const struct merge *merge, node_id entry,
                                         struct want *cluster, bool shared) {
    static const char key[] = "certificate-authority-data";
    struct span there = entries_text(&merge->entries, entry, "cluster", key);
    struct want *wanted = want_get(cluster, span_of(key));
    _cleanup_buf_ struct buf old = {0};
    _cleanup_buf_ struct buf new = {0};
    if (there.data == NULL || span_equal(there, wanted->text)) {
        old.size = 0;
    } else if (!read_certificates(there, &old) ||
               !read_certificates(wanted->text, &new)) {
        return TAUTH_NO_MEMORY;
    }
    if (old.size > 0 && span_equal(buf_view(&old), buf_view(&new))) {
        wanted->text = there;
    }
    return !shared || (there.data != NULL && span_equal(there, wanted->text))
               ? TAUTH_OK
               : warn_shared(merge, RULE_CLUSTER_CA_REPLACED, entry, "--cluster",
                             "gets another CA");
}

/* How the server is reached, which other contexts may not need. */
static enum tauth_status warn_way(const struct merge *merge, node_id entry,
                                  const struct want *cluster) {
    static const struct {
        const char *key;
        const char *what;
    } rows[] = {
        {"tls-server-name", "expects another name in the server's certificate"},
        {"proxy-url", "is reached through another proxy"},
    };
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < ARRAY_SIZE(rows) && status == TAUTH_OK; i++) {
        struct span there = entries_text(&merge->entries, entry, "cluster", rows[i].key);
        struct span wanted = want_text(cluster, rows[i].key);
        if (wanted.data != NULL && !span_equal(there, wanted)) {
            status =
                warn_shared(merge, RULE_SHARED_ENTRY, entry, "--cluster", rows[i].what);
        }
    }
    return status;
}

static enum tauth_status take_over_cluster(const struct merge *merge, node_id entry,
                                           struct want *cluster, bool shared) {
    enum tauth_status status = take_over(
        merge, entry, cluster,
        shared ? "another cluster, which other contexts use too" : "another cluster",
        "--cluster");
    return status == TAUTH_OK && shared ? warn_shared(merge, RULE_SHARED_ENTRY, entry,
                                                      "--cluster", "gets another server")
                                        : status;
}

/* The same server is the same cluster; its CA may be a new one. */
enum tauth_status adapt_cluster(const struct merge *merge, node_id entry,
                                struct want *item) {
    struct want *cluster = want_get(item, SPAN("cluster"));
    struct span there = entries_text(&merge->entries, entry, "cluster", "server");
    bool shared = other_uses(merge, "cluster", want_text(item, "name")) > 0;
    if (there.data == NULL || !span_equal(there, want_text(cluster, "server"))) {
        return take_over_cluster(merge, entry, cluster, shared);
    }
    enum tauth_status status = adapt_authority(merge, entry, cluster, shared);
    if (status == TAUTH_OK && shared) {
        status = warn_way(merge, entry, cluster);
    }
    /* kubectl refuses them beside certificate-authority-data, or warns */
    return remove_key(merge, cluster, "certificate-authority") == NULL ||
                   remove_key(merge, cluster, "insecure-skip-tls-verify") == NULL
               ? TAUTH_NO_MEMORY
               : status;
}

enum tauth_status adapt_context(const struct merge *merge, node_id entry,
                                struct want *item) {
    static const char *const keys[] = {"cluster", "user"};
    struct want *context = want_get(item, SPAN("context"));
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        struct span there = entries_text(&merge->entries, entry, "context", keys[i]);
        if (there.data == NULL || !span_equal(there, want_text(context, keys[i]))) {
            return take_over(merge, entry, context,
                             "a context of another cluster or user", "--context");
        }
    }
    return TAUTH_OK;
}

static node_id args_of(const struct merge *merge, node_id entry) {
    node_id args = node_path(merge->entries.index, entry, "user", "exec", "args", NULL);
    return args == 0 ? 0 : node_follow(merge->entries.index, args);
}

/* True for a user that has nothing but kubelogin, with this issuer. */
static bool logs_in_at(const struct merge *merge, node_id entry, struct span issuer) {
    const struct yaml_index *index = merge->entries.index;
    node_id user = node_get(index, entry, SPAN("user"), NULL);
    node_id args = args_of(merge, entry);
    if (args == 0 || node_at(index, args)->kind != NODE_SEQUENCE ||
        node_at(index, node_follow(index, user))->size != 2) {
        return false;
    }
    for (node_id at = node_at(index, args)->first; at != 0;
         at = node_at(index, at)->next) {
        struct span text = node_text(index, node_follow(index, at));
        if (span_starts(text, issuer_flag)) {
            return span_equal(text, issuer);
        }
    }
    return false;
}

/* True when the entry runs the same command with the same arguments. */
static bool logs_in_alike(const struct merge *merge, node_id entry,
                          const struct want *exec) {
    const struct yaml_index *index = merge->entries.index;
    node_id command = node_path(index, entry, "user", "exec", "command", NULL);
    return command != 0 &&
           want_equals_node(want_get(exec, SPAN("command")), index, command) &&
           want_equals_node(want_get(exec, SPAN("args")), index, args_of(merge, entry));
}

static enum tauth_status take_over_user(const struct merge *merge, node_id entry,
                                        struct want *user, const char *what,
                                        bool shared) {
    enum tauth_status status = take_over(merge, entry, user, what, "--user");
    return status == TAUTH_OK && shared ? warn_shared(merge, RULE_SHARED_ENTRY, entry,
                                                      "--user", "logs in another way")
                                        : status;
}

enum tauth_status adapt_user(const struct merge *merge, node_id entry,
                             struct want *item) {
    struct want *user = want_get(item, SPAN("user"));
    struct want *exec = want_get(user, SPAN("exec"));
    struct want *args = want_get(exec, SPAN("args"));
    bool shared = other_uses(merge, "user", want_text(item, "name")) > 0;
    struct span issuer = {NULL, 0};
    args->whole = true;
    for (const struct want *at = args->first; at != NULL; at = at->next) {
        issuer = span_starts(at->text, issuer_flag) ? at->text : issuer;
    }
    if (!logs_in_at(merge, entry, issuer)) {
        exec->whole = merge->how->force;
        return take_over_user(merge, entry, user,
                              shared ? "another user, whom other contexts use too"
                                     : "another user",
                              shared);
    }
    return !shared || logs_in_alike(merge, entry, exec)
               ? TAUTH_OK
               : take_over_user(merge, entry, user,
                                "the user of other contexts too, who logs in otherwise",
                                shared);
}
