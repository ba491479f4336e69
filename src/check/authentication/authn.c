/* SPDX-License-Identifier: MIT */
#include "check/authentication/authn.h"

#include "base/format.h"
#include "base/status.h"
#include "text/quote.h"

enum { REPORTS_MAX = 1000 }; /* as many as are kept: places cost a walk over the text */

void authn_report(struct authn *authn, enum rule rule,
                  const enum tauth_severity *severity, node_id node, const char *hint,
                  const char *format, ...) {
    if (authn->reported++ >= REPORTS_MAX) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    _cleanup_(cleanup_free) char *text = format_text(format, arguments);
    va_end(arguments);
    if (text == NULL) {
        status_keep(&authn->input->failed, TAUTH_NO_MEMORY);
        return;
    }
    const struct manifest manifest = {.input = authn->input,
                                      .index = authn->index,
                                      .outer = authn->outer,
                                      .name = authn->path};
    manifest_found(&manifest, rule, severity, node_or(node, authn->root), hint, "%s",
                   text);
}

bool authn_before(const struct authn *authn, int first, struct too_old *out) {
    *out = (struct too_old){0};
    if (authn->kube.min >= first) {
        return false;
    }
    if (authn->kube.max >= first) {
        out->severity = &severity_warning;
        snprintf(out->versions, sizeof(out->versions), " (Kubernetes 1.%d and older)",
                 first - 1);
    }
    return true;
}

bool authn_deletes(const struct authn *authn, node_id node) {
    node_id patch = node == 0 ? 0 : node_get(authn->index, node, SPAN("$patch"), NULL);
    return authn->talos && !authn->input->stream.config && patch != 0 &&
           node_is_text(authn->index, patch, "delete");
}

node_id authn_get(const struct authn *authn, node_id mapping, const char *key) {
    node_id id = node_get(authn->index, mapping, span_of(key), NULL);
    id = id == 0 ? 0 : node_follow(authn->index, id);
    return id != 0 && node_is_null(authn->index, id) ? 0 : id;
}

struct span authn_text(const struct authn *authn, node_id mapping, const char *key) {
    node_id id = authn_get(authn, mapping, key);
    return id == 0 ? (struct span){NULL, 0} : node_text(authn->index, id);
}

struct span authn_value(const struct authn *authn, node_id node) {
    node = node_follow(authn->index, node);
    return node_is_null(authn->index, node) ? SPAN("") : node_text(authn->index, node);
}

node_id authn_items(const struct authn *authn, node_id list) {
    const struct node *node = node_at(authn->index, node_follow(authn->index, list));
    return node->kind == NODE_SEQUENCE ? node->first : 0;
}

const char *authn_quote(struct authn *authn, struct span text) {
    if (authn->reported >= REPORTS_MAX) {
        return "";
    }
    _cleanup_buf_ struct buf quoted = {0};
    quote_write(&quoted, text);
    char *copy =
        quoted.failed ? NULL : arena_copy(&authn->input->arena, buf_view(&quoted));
    if (copy == NULL) {
        status_keep(&authn->input->failed, TAUTH_NO_MEMORY);
        return "";
    }
    return copy;
}
