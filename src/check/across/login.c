/* SPDX-License-Identifier: MIT */
/* kubelogin against the API server: the issuer byte for byte, the client id an audience. */
#include "base/status.h"
#include "base/strset.h"
#include "check/across/across.h"
#include "check/kubeconfig/kubeconfig.h"

static bool has_audience(const struct view_issuer *issuer, struct span client) {
    for (size_t i = 0; i < issuer->audiences.count; i++) {
        if (span_equal(issuer->audiences.items[i].text, client)) {
            return true;
        }
    }
    return false;
}

/* Where the users of a kubeconfig log in: only to clusters that other files are for. */
struct logins {
    struct across *across;
    const struct kubeconfig *config;
    VEC(struct span) servers; /* hosts of the clusters */
    struct strset clusters;   /* name: number of its server from 1 on */
    struct strset users;      /* the same of where their contexts lead */
    struct strset known;      /* hosts of the other files */
    struct span host;         /* of the user that is judged; empty: it is not known */
    bool met;                 /* a context leads to one of them */
    bool several;             /* clusters with different servers */
};

static bool is_known(const struct logins *logins, struct span host) {
    return host.size > 0 && strset_find(&logins->known, host) != 0;
}

static bool collect_known(struct logins *logins) {
    const struct across *across = logins->across;
    bool good = true;
    for (size_t i = 0; i < across->count; i++) {
        for (size_t j = 0; j < across->hosts[i].count; j++) {
            good &= strset_add(&logins->known, across->hosts[i].items[j], 1) != 0;
        }
    }
    return good;
}

static bool collect_clusters(struct logins *logins) {
    const struct yaml_index *index = logins->config->index;
    node_id list = kube_get(index, logins->config->root, "clusters");
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        node_id item = node_follow(index, at);
        struct span server = kube_text(index, kube_get(index, item, "cluster"), "server");
        struct span *slot = VEC_PUSH(logins->servers);
        if (slot == NULL) {
            return false;
        }
        *slot = server_host(&logins->across->arena, server);
        logins->several |= !span_equal(*slot, logins->servers.items[0]);
        if (strset_add(&logins->clusters, kube_text(index, item, "name"),
                       (uint32_t)logins->servers.count) == 0) {
            return false;
        }
    }
    return true;
}

/* Of several contexts the one that leads to a known server counts. */
static bool collect_users(struct logins *logins) {
    const struct yaml_index *index = logins->config->index;
    node_id list = kube_get(index, logins->config->root, "contexts");
    bool good = true;
    for (node_id at = kube_first(index, list); good && at != 0;
         at = kube_next(index, at)) {
        node_id context = kube_get(index, node_follow(index, at), "context");
        struct span user = kube_text(index, context, "user");
        uint32_t number =
            strset_find(&logins->clusters, kube_text(index, context, "cluster"));
        bool known = number > 0 && is_known(logins, logins->servers.items[number - 1]);
        uint32_t old = strset_find(&logins->users, user);
        if (number > 0 &&
            (old == 0 || (known && !is_known(logins, logins->servers.items[old - 1])))) {
            good = strset_replace(&logins->users, user, number);
        }
        logins->met |= known;
    }
    return good;
}

/* A file that names no server may be for any. */
static bool counts(const struct logins *logins, size_t input) {
    const struct server_hosts *hosts = &logins->across->hosts[input];
    return logins->host.size == 0 || hosts->count == 0 ||
           server_hosts_have(hosts, logins->host);
}

/*
 * The issuer with this URL, best one with this audience: clusters may share a provider.
 * `near` receives one that differs in its slash or case only.
 */
static const struct view_issuer *find_issuer(const struct logins *logins, struct span url,
                                             struct span client,
                                             const struct view_issuer **near) {
    const struct view_issuer *same = NULL;
    const struct across *across = logins->across;
    *near = NULL;
    struct span bare = span_ends(url, "/") ? span_slice(url, 0, url.size - 1) : url;
    for (size_t i = 0; i < across->count; i++) {
        for (size_t j = 0; counts(logins, i) && j < across->views[i].issuers.count; j++) {
            const struct view_issuer *issuer = &across->views[i].issuers.items[j];
            struct span other = issuer->url.text;
            if (span_equal(other, url)) {
                same = same == NULL || has_audience(issuer, client) ? issuer : same;
                continue;
            }
            other.size -= span_ends(other, "/");
            if (other.size == bare.size &&
                strncasecmp(other.data, bare.data, bare.size) == 0) {
                *near = issuer;
            }
        }
    }
    return same;
}

static const enum tauth_severity severity_note = TAUTH_NOTE;

static void check_audience(const struct kubeconfig_part *user,
                           const struct view_issuer *issuer, bool sure) {
    node_id node = 0;
    struct span client = kubelogin_argument(user, "--oidc-client-id", &node);
    bool zitadel = span_has(issuer->url.text, "zitadel");
    if (client.size == 0 || issuer->audiences.count == 0 ||
        has_audience(issuer, client)) {
        return;
    }
    found_as(
        user->config->input, RULE_LOGIN_AUDIENCE,
        zitadel || !sure ? &severity_note : NULL, node,
        zitadel ? "right when the API server's audience is the project's id: Zitadel "
                  "puts both into the token"
                : "use one client id, or let the provider add the API server's "
                  "audience to the token",
        "the client id \"%.*s\" is none of the API server's audiences", SPAN_ARG(client));
}

static void visit(const struct kubeconfig_part *user, void *context) {
    struct logins *logins = context;
    node_id node = 0;
    const struct view_issuer *near;
    struct span url = kubelogin_argument(user, "--oidc-issuer-url", &node);
    uint32_t number = strset_find(&logins->users, user->name);
    struct span host = number == 0 ? SPAN("") : logins->servers.items[number - 1];
    bool known = is_known(logins, host);
    if (url.size == 0 || (logins->met && !known)) {
        return; /* it logs in at another cluster */
    }
    logins->host = known ? host : SPAN("");
    bool sure = known || !logins->several;
    node_id client_node = 0;
    struct span client = kubelogin_argument(user, "--oidc-client-id", &client_node);
    const struct view_issuer *issuer = find_issuer(logins, url, client, &near);
    if (issuer != NULL) {
        check_audience(user, issuer, sure);
        return;
    }
    found_as(user->config->input, RULE_LOGIN_ISSUER, sure ? NULL : &severity_note, node,
             sure ? "write the same URL in both, as the discovery document has it in "
                    "`issuer`"
                  : "right when the cluster of this user is another one; else write the "
                    "same URL in both",
             "kubelogin logs in at another issuer than the API server trusts%s",
             near == NULL ? "" : ": the URLs differ in case or in the last slash");
}

static void check_kubeconfig(struct across *across, const struct kubeconfig *config) {
    struct logins logins = {.across = across, .config = config};
    if (collect_known(&logins) && collect_clusters(&logins) && collect_users(&logins)) {
        kubeconfig_each(config, "users", visit, &logins);
    } else {
        status_keep(&config->input->failed, TAUTH_NO_MEMORY);
    }
    VEC_DEINIT(logins.servers);
    strset_deinit(&logins.clusters);
    strset_deinit(&logins.users);
    strset_deinit(&logins.known);
}

void across_login(struct across *across) {
    for (size_t i = 0; across->issuers > 0 && i < across->count; i++) {
        struct kubeconfig config;
        if (across->inputs[i]->kind == INPUT_KUBECONFIG &&
            kubeconfig_open(&config, across->inputs[i])) {
            check_kubeconfig(across, &config);
        }
    }
}
