/* SPDX-License-Identifier: MIT */
#include "kube/cluster.h"

#include "kube/entries.h"
#include "yaml/sops.h"

#define DECRYPT_FIRST \
    "decrypt it first: sops decrypt FILE | talosauth kubeconfig --from - ..."

enum tauth_status cluster_refuse_encrypted(const struct yaml_index *index, node_id id,
                                           struct tauth_diags *diags) {
    id = id == 0 ? 0 : node_follow(index, id);
    return id == 0 || node_at(index, id)->kind != NODE_SCALAR
               ? TAUTH_OK
               : sops_refuse_values(index, id, DECRYPT_FIRST, diags);
}

struct search {
    const struct yaml_index *index;
    struct tauth_diags *diags;
    struct cluster_found *out;
    bool other_ca;
};

/* 0 for what is not there, null, or an empty text. */
static node_id present(const struct search *search, node_id id) {
    node_id target = id == 0 ? 0 : node_follow(search->index, id);
    bool empty = id == 0 || node_is_null(search->index, target) ||
                 (node_at(search->index, target)->kind == NODE_SCALAR &&
                  node_text(search->index, target).size == 0);
    return empty ? 0 : id;
}

static void keep(const struct search *search, node_id *slot, node_id id) {
    *slot = *slot != 0 ? *slot : present(search, id);
}

static enum tauth_status add(const struct search *search, node_id id, bool base64) {
    if (present(search, id) == 0) {
        return TAUTH_OK;
    }
    struct cluster_authority *slot = VEC_PUSH(search->out->authorities);
    if (slot == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *slot = (struct cluster_authority){node_follow(search->index, id), base64};
    return TAUTH_OK;
}

/* Items of a list: texts, or mappings with a `key`. */
static enum tauth_status add_list(const struct search *search, node_id list,
                                  const char *key) {
    const struct yaml_index *index = search->index;
    list = list == 0 ? 0 : node_follow(index, list);
    enum tauth_status status = TAUTH_OK;
    node_id item = list != 0 && node_at(index, list)->kind == NODE_SEQUENCE
                       ? node_at(index, list)->first
                       : 0;
    for (; item != 0 && status == TAUTH_OK; item = node_at(index, item)->next) {
        node_id value = key == NULL ? item : node_get(index, item, span_of(key), NULL);
        status = add(search, value, key != NULL);
    }
    return status;
}

static enum tauth_status take_legacy(const struct search *search, node_id root) {
    const struct yaml_index *index = search->index;
    struct cluster_found *out = search->out;
    keep(search, &out->name, node_path(index, root, "cluster", "clusterName", NULL));
    keep(search, &out->server,
         node_path(index, root, "cluster", "controlPlane", "endpoint", NULL));
    enum tauth_status status =
        add(search, node_path(index, root, "cluster", "ca", "crt", NULL), true);
    if (status == TAUTH_OK) { /* secrets.yaml */
        status = add(search, node_path(index, root, "certs", "k8s", "crt", NULL), true);
    }
    return status == TAUTH_OK
               ? add_list(search, node_path(index, root, "cluster", "acceptedCAs", NULL),
                          "crt")
               : status;
}

static enum tauth_status take_document(const struct search *search, node_id root,
                                       node_id kind) {
    const struct yaml_index *index = search->index;
    struct cluster_found *out = search->out;
    if (kind == 0) {
        return take_legacy(search, root);
    }
    if (node_is_text(index, kind, "KubeClusterConfig")) {
        keep(search, &out->name, node_get(index, root, SPAN("clusterName"), NULL));
        keep(search, &out->server, node_get(index, root, SPAN("endpoint"), NULL));
    }
    if (!node_is_text(index, kind, "KubeAPIServerCAConfig")) {
        return TAUTH_OK;
    }
    enum tauth_status status =
        add(search, node_path(index, root, "issuingCA", "cert", NULL), false);
    return status == TAUTH_OK
               ? add_list(search, node_get(index, root, SPAN("acceptedCAs"), NULL), NULL)
               : status;
}

/* Without a current context: the only cluster there is. */
static enum tauth_status only_cluster(const struct entries *entries, node_id *out) {
    node_id clusters = entries_list(entries, "clusters");
    node_id only = clusters == 0 ? 0 : node_at(entries->index, clusters)->first;
    if (only == 0 || node_at(entries->index, only)->next != 0) {
        return node_report(entries->diags, RULE_CLUSTER_SOURCE, entries->index,
                           entries->root,
                           "kubectl config use-context NAME --kubeconfig FILE",
                           "the kubeconfig has no current-context, so its cluster is "
                           "not known");
    }
    *out = only;
    return TAUTH_OK;
}

#define LIST_CONTEXTS "kubectl config get-contexts --kubeconfig FILE"

/* The cluster that a context names. */
static enum tauth_status cluster_of(const struct entries *entries, node_id context,
                                    node_id current, node_id *out) {
    const struct yaml_index *index = entries->index;
    node_id cluster = node_path(index, context, "context", "cluster", NULL);
    struct span name = entries_text(entries, context, "context", "cluster");
    if (name.size == 0) {
        return node_report(entries->diags, RULE_CLUSTER_SOURCE, index, context,
                           LIST_CONTEXTS, "the context \"%.*s\" names no cluster",
                           SPAN_ARG(entries_text(entries, context, "name", NULL)));
    }
    enum tauth_status status = cluster_refuse_encrypted(index, cluster, entries->diags);
    if (status == TAUTH_OK) {
        status = entries_find(entries, "clusters", name, out);
    }
    return status != TAUTH_OK || *out != 0
               ? status
               : node_report(entries->diags, RULE_CLUSTER_SOURCE, index, current,
                             LIST_CONTEXTS, "there is no cluster \"%.*s\"",
                             SPAN_ARG(name));
}

/* The cluster of the current context. */
static enum tauth_status current_cluster(const struct search *search, node_id root,
                                         node_id *out) {
    const struct yaml_index *index = search->index;
    const struct entries entries = {index, root, search->diags, DECRYPT_FIRST};
    node_id context = 0;
    node_id current =
        present(search, node_get(index, root, SPAN("current-context"), NULL));
    if (current == 0) {
        return only_cluster(&entries, out);
    }
    struct span name = node_text(index, node_follow(index, current));
    enum tauth_status status = cluster_refuse_encrypted(index, current, search->diags);
    if (status == TAUTH_OK) {
        status = entries_find(&entries, "contexts", name, &context);
    }
    if (status == TAUTH_OK && context == 0) {
        return node_report(
            search->diags, RULE_CLUSTER_SOURCE, index, current, LIST_CONTEXTS,
            "context was not found for specified context: %.*s", SPAN_ARG(name));
    }
    return status == TAUTH_OK ? cluster_of(&entries, context, current, out) : status;
}

static enum tauth_status take_kubeconfig(const struct search *search, node_id root) {
    const struct yaml_index *index = search->index;
    node_id entry = 0;
    enum tauth_status status = current_cluster(search, root, &entry);
    if (status != TAUTH_OK) {
        return status;
    }
    node_id cluster = node_get(index, entry, SPAN("cluster"), NULL);
    node_id file = node_path(index, entry, "cluster", "certificate-authority", NULL);
    keep(search, &search->out->name, node_get(index, entry, SPAN("name"), NULL));
    keep(search, &search->out->server,
         node_path(index, entry, "cluster", "server", NULL));
    keep(search, &search->out->tls_server_name,
         node_path(index, entry, "cluster", "tls-server-name", NULL));
    keep(search, &search->out->proxy_url,
         node_path(index, entry, "cluster", "proxy-url", NULL));
    node_id data = node_path(index, entry, "cluster", "certificate-authority-data", NULL);
    if (!search->other_ca && present(search, data) == 0 && present(search, file) != 0) {
        return node_report(search->diags, RULE_CLUSTER_SOURCE, index, file,
                           "give that file too: --cluster-ca FILE",
                           "the CA is in another file, which is not followed");
    }
    return cluster == 0 ? TAUTH_OK : add(search, data, true);
}

static enum tauth_status refuse_none(const struct search *search) {
    return source_report(
        search->diags, RULE_CLUSTER_SOURCE, search->index->source, 0,
        "give controlplane.yaml, an admin kubeconfig or Talos' secrets.yaml; or the CA "
        "itself: --cluster-ca FILE",
        "there is no certificate of a cluster CA in the file");
}

/* With the CA from elsewhere it is enough that there is anything. */
static bool found_enough(const struct search *search) {
    const struct cluster_found *out = search->out;
    return out->authorities.count > 0 ||
           (search->other_ca && (out->server != 0 || out->name != 0));
}

enum tauth_status cluster_find(const struct yaml_index *index, bool other_ca,
                               struct cluster_found *out, struct tauth_diags *diags) {
    const struct search search = {index, diags, out, other_ca};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < index->documents.count && status == TAUTH_OK; i++) {
        node_id root = index->documents.items[i].root;
        node_id kind = node_get(index, root, SPAN("kind"), NULL);
        status = cluster_refuse_encrypted(index, kind, diags);
        if (status != TAUTH_OK) {
            break;
        }
        bool kubeconfig = kind == 0 ? node_get(index, root, SPAN("clusters"), NULL) != 0
                                    : node_is_text(index, kind, "Config");
        status = kubeconfig ? take_kubeconfig(&search, root)
                            : take_document(&search, root, kind);
    }
    return status == TAUTH_OK && !found_enough(&search) ? refuse_none(&search) : status;
}
