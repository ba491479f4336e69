/* SPDX-License-Identifier: MIT */
#include "talos/refuse.h"

#include "yaml/sops.h"

enum tauth_status refuse_root(const struct talos_stream *stream, node_id root) {
    const struct yaml_index *index = stream->index;
    const struct node *node = node_at(index, root);
    node_id item = node->kind == NODE_SEQUENCE ? node->first : 0;
    bool patch = item != 0 && node_get(index, item, SPAN("op"), NULL) != 0;
    const char *hint = patch
                           ? "this is a JSON patch (RFC 6902); give the config it is for"
                           : "give a machine config, or a patch that has `cluster:`";
    return node_report(stream->diags, RULE_DOCUMENT_ROOT, index, root, hint,
                       "expected a YAML document at line %u, found a %s",
                       node_line(index, root),
                       node->kind == NODE_SEQUENCE ? "sequence" : "scalar");
}

bool is_envelope(const struct yaml_index *index, node_id root) {
    node_id type = node_path(index, root, "metadata", "type", NULL);
    return type != 0 && node_get(index, root, SPAN("spec"), NULL) != 0 &&
           span_starts(node_text(index, type), "MachineConfigs.");
}

enum tauth_status refuse_envelope(const struct talos_stream *stream, node_id root) {
    return node_report(
        stream->diags, RULE_API_ENVELOPE, stream->index, root,
        "get the config itself: talosctl -n NODE get machineconfig v1alpha1 "
        "-o jsonpath='{.spec}' > controlplane.yaml",
        "this is the output of `talosctl get machineconfig -o yaml`, an "
        "envelope around the config");
}

enum tauth_status refuse_foreign(const struct talos_stream *stream, node_id root) {
    enum tauth_status status =
        is_envelope(stream->index, root) ? refuse_envelope(stream, root) : TAUTH_OK;
    return status == TAUTH_OK && !stream->lenient
               ? sops_refuse_document(stream->index, root, stream->diags)
               : status;
}

/* controlplane and init run the API server; worker, join and an empty type do not. */
static enum tauth_status refuse_worker(const struct talos_stream *stream) {
    const struct yaml_index *index = stream->index;
    node_id type =
        node_path(index, talos_root(stream, stream->legacy), "machine", "type", NULL);
    if (type == 0 || node_is_text(index, type, "controlplane") ||
        node_is_text(index, type, "init")) {
        return TAUTH_OK;
    }
    struct span text = node_text(index, node_follow(index, type));
    return node_report(
        stream->diags, RULE_WORKER, index, type,
        "give the config of a control-plane node; workers run no API server",
        "machine.type is %.*s",
        SPAN_ARG(text.size == 0 ? SPAN("empty, which means worker") : text));
}

static enum tauth_status refuse_mixed(const struct talos_stream *stream) {
    if (stream->api_server == NO_DOCUMENT || talos_legacy_api_server(stream) == 0) {
        return TAUTH_OK;
    }
    node_id key = 0;
    node_id cluster =
        node_path(stream->index, talos_root(stream, stream->legacy), "cluster", NULL);
    node_get(stream->index, cluster, SPAN("apiServer"), &key);
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "remove one of the two; KubeAPIServerConfig is on line %u",
               node_line(stream->index, talos_root(stream, stream->api_server)));
    buf_byte(&hint, '\0');
    if (hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    return node_report(stream->diags, RULE_LAYOUT_MIXED, stream->index, key, hint.data,
                       "kube-apiserver config is already set in v1alpha1 config "
                       "(.cluster.apiServer)");
}

/* kubectl needs no kind. */
static bool is_kubeconfig(const struct yaml_index *index) {
    node_id root = index->documents.count == 0 ? 0 : index->documents.items[0].root;
    node_id kind = root == 0 ? 0 : node_get(index, root, SPAN("kind"), NULL);
    return kind != 0 ? node_is_text(index, kind, "Config")
                     : root != 0 && node_get(index, root, SPAN("contexts"), NULL) != 0;
}

static enum tauth_status refuse_no_target(const struct talos_stream *stream) {
    if (stream->legacy != NO_DOCUMENT || stream->kubernetes) {
        return TAUTH_OK;
    }
    if (is_kubeconfig(stream->index)) {
        return node_report(stream->diags, RULE_NOT_A_CONFIG, stream->index,
                           stream->index->documents.items[0].root,
                           "`talosauth kubeconfig --merge FILE` adds a login to it, "
                           "`talosauth remove --context NAME FILE` takes one out",
                           "this is a kubeconfig, not a machine config");
    }
    return source_report(
        stream->diags, RULE_NOT_A_CONFIG, stream->index->source, 0,
        "give the machine config of a control-plane node, or a patch that "
        "has `cluster:` or Kube* documents",
        "no document with machine or cluster, and no Kube* document");
}

enum tauth_status refuse_stream(const struct talos_stream *stream) {
    enum tauth_status status = refuse_no_target(stream);
    if (status == TAUTH_OK) {
        status = refuse_worker(stream);
    }
    return status == TAUTH_OK ? refuse_mixed(stream) : status;
}

enum tauth_status refuse_encrypted(const struct talos_stream *stream, node_id id) {
    return sops_refuse_values(stream->index, id, "use `sops edit`", stream->diags);
}
