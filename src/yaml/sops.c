/* SPDX-License-Identifier: MIT */
#include "yaml/sops.h"

bool is_encrypted(struct span text) {
    return span_starts(text, "ENC[");
}

enum tauth_status sops_refuse_document(const struct yaml_index *index, node_id root,
                                       struct tauth_diags *diags) {
    node_id key = 0;
    node_id sops = node_get(index, root, SPAN("sops"), &key);
    if (sops == 0) {
        return TAUTH_OK;
    }
    node_id only = node_path(index, sops, "mac_only_encrypted", NULL);
    if (only != 0 && node_is_text(index, only, "true")) {
        return TAUTH_OK;
    }
    return node_report(
        diags, RULE_SOPS, index, key,
        "use `sops edit`, or encrypt with mac_only_encrypted: true",
        "the file is encrypted by SOPS; editing plain values breaks its MAC");
}

enum tauth_status sops_refuse_values(const struct yaml_index *index, node_id id,
                                     const char *hint, struct tauth_diags *diags) {
    uint32_t end = id == 0 ? 0 : node_at(index, id)->end;
    for (; id != 0 && id < index->nodes.count && node_at(index, id)->start <= end; id++) {
        if (is_encrypted(node_text(index, id))) {
            return node_report(diags, RULE_SOPS, index, id, hint,
                               "the value is encrypted by SOPS");
        }
    }
    return TAUTH_OK;
}
