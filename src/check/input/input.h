/* SPDX-License-Identifier: MIT */
/* One file under judgement: what it is, what is in it, and what was found. */
#ifndef CHECK_INPUT_INPUT_H
#define CHECK_INPUT_INPUT_H

#include "model/settings.h"
#include "talos/stream.h"

enum input_kind {
    INPUT_UNKNOWN,
    INPUT_TALOS,          /* a machine config or a patch of one */
    INPUT_AUTHENTICATION, /* AuthenticationConfiguration */
    INPUT_MANIFESTS,      /* Kubernetes objects, RBAC among them */
    INPUT_KUBECONFIG,
    INPUT_ACCESS,
};

/* As bits, for rows that hold for several kinds. */
#define ON(kind) (1u << (kind))

/* Minors of Kubernetes (1.MIN to 1.MAX) that a file may be for. */
struct kube_range {
    int min;
    int max;
};

/* The oldest and newest minors whose rules are known here. */
enum { KUBE_OLDEST = 29, KUBE_NEWEST = 37 };

enum input_mode { MODE_METAL, MODE_CLOUD, MODE_CONTAINER };

struct check_options {
    enum rule_level levels[RULE_COUNT]; /* of --rule */
    struct kube_range kube;             /* min 0: not given */
    struct talos_version talos;
    bool has_talos;
    enum input_mode mode;
    bool strict;
    bool as_config; /* --as; both false: by content */
    bool as_patch;
    int64_t now; /* seconds since 1970 */
};

struct check_input {
    const char *name;
    struct source source;
    struct source_marks marks;
    struct arena arena;
    struct yaml_index index;
    struct span *kinds; /* of each document, as written; empty without one */
    struct tauth_diags diags;
    const struct check_options *options;
    enum input_kind kind;
    struct talos_stream stream;    /* of INPUT_TALOS */
    struct tauth_settings *access; /* of INPUT_ACCESS, when it could be read */
    struct kube_range kube;
    size_t findings;
    enum tauth_status failed; /* negative: the machine failed */
};

/* Reads and recognises a text; `name` and `text` are copied. Faults are findings. */
enum tauth_status input_read(struct check_input *input, const char *name,
                             struct span text, const struct check_options *options)
    _must_check_;

void input_deinit(struct check_input *input);

/* Takes over the versions that the options name by now. */
void input_find_kube(struct check_input *input);

/* A verdict that holds for some of the versions that a file may be for. */
enum range_verdict { RANGE_NEVER, RANGE_SOMETIMES, RANGE_ALWAYS };

/* Whether the minors of the file are among 1.FIRST to 1.LAST (0: no end). */
enum range_verdict input_kube(const struct check_input *input, int first, int last);

/*
 * Adds a finding at a node, or at the file where `node` is 0. `severity` NULL: that of the
 * rule. No more than a thousand of one file are kept.
 */
void found_as(struct check_input *input, enum rule rule,
              const enum tauth_severity *severity, node_id node, const char *hint,
              const char *format, ...) _printf_(6, 7);

/* The same at a place in the text. */
void found_place(struct check_input *input, enum rule rule,
                 const struct source_place *place, const char *hint, const char *format,
                 ...) _printf_(5, 6);

/* What a document is, by its keys. */
enum input_kind input_kind_of(const struct yaml_index *index, node_id root);

/* ENC[AES256_GCM,..., as SOPS writes it: findings about such values are not kept. */
static inline bool sops_encrypted(struct span text) {
    return span_starts(text, "ENC[AES256_GCM,");
}

/* The text with its NUL; "" where memory was missing, which the input keeps. */
const char *input_text(struct check_input *input, struct buf *text);

/* No further finding is kept: what is costly to say need not be made. */
bool input_is_full(const struct check_input *input);

#define found(input, rule, node, hint, ...) \
    found_as((input), (rule), NULL, (node), (hint), __VA_ARGS__)

/* Of INPUT_UNKNOWN: says that it is empty, or the API's envelope; false for others. */
bool input_refuse_nothing(struct check_input *input);

extern const enum tauth_severity severity_warning;

#endif
