/* SPDX-License-Identifier: MIT */
/* The documents of a machine config: which is which, and what the stream as a whole is. */
#ifndef TALOS_STREAM_H
#define TALOS_STREAM_H

#include <talosauth/settings.h>

#include "yaml/node.h"

enum { NO_DOCUMENT = -1 };

struct talos_stream {
    const struct yaml_index *index;
    struct tauth_diags *diags;
    bool lenient; /* documents that are there twice are not refused */
    enum tauth_layout layout;
    bool config;         /* a whole config; else a patch */
    long legacy;         /* number of the document without apiVersion and kind */
    long api_server;     /* KubeAPIServerConfig */
    long authentication; /* KubeAuthenticationConfig */
    bool kubernetes;     /* holds at least one Kube* document */
};

/*
 * Classifies the documents and refuses streams that cannot be edited: no Talos document,
 * the API's envelope, one identity twice, SOPS, a worker, both layouts at once
 * (siderolabs/talos pkg/machinery/config/configloader/internal/decoder/decoder.go).
 */
enum tauth_status talos_stream_read(struct talos_stream *stream,
                                    const struct yaml_index *index,
                                    struct tauth_diags *diags) _must_check_;

/*
 * The same for verdicts: it goes on behind a fault, and neither workers, both layouts at
 * once, identities that are there twice nor SOPS are refused.
 */
enum tauth_status talos_stream_scan(struct talos_stream *stream,
                                    const struct yaml_index *index,
                                    struct tauth_diags *diags) _must_check_;

/* Root node of a document, 0 for NO_DOCUMENT. */
node_id talos_root(const struct talos_stream *stream, long document);

/* cluster.apiServer when it is there and not null, else 0. */
node_id talos_legacy_api_server(const struct talos_stream *stream);

/* The value at a path of the legacy document, 0 where nothing or null is. */
node_id talos_legacy_path(const struct talos_stream *stream, const char *first,
                          const char *second, const char *third);

/* Items of a legacy list that are talosauth's: `key` has this text, or path. */
struct own_items {
    node_id list; /* may be 0 */
    const char *key;
    const char *text;
};

/* The next one behind `item`, 0 for the first; 0 behind the last. */
node_id talos_own_item(const struct talos_stream *stream, const struct own_items *items,
                       node_id item);

const char *talos_layout_name(enum tauth_layout layout);

#endif
