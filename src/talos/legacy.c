/* SPDX-License-Identifier: MIT */
/* cluster.apiServer.extraArgs: the flags of the API server. */
#include "base/status.h"
#include "model/setting-place.h"
#include "talos/flag.h"
#include "talos/refuse.h"

/* A patch only adds: what is to go needs the other command. */
static const char merge_prune_hint[] =
    "it is kept: a patch cannot remove it, `merge --prune` can";

static struct want *add_text(struct arena *arena, struct want *arguments, const char *key,
                             struct span text) {
    struct want *want = want_string(arena, arguments, key, text);
    if (want != NULL) {
        want->any_scalar = true;
    }
    return want;
}

static struct want *add_list(struct arena *arena, struct want *arguments, struct span key,
                             const struct span *values, size_t count) {
    if (count == 1) {
        struct want *want = want_child(arena, arguments, key, WANT_STRING);
        if (want != NULL) {
            want->text = values[0];
            want->any_scalar = true;
        }
        return want;
    }
    struct want *list = want_child(arena, arguments, key, WANT_SEQUENCE);
    for (size_t i = 0; list != NULL && i < count; i++) {
        struct want *item = want_item(arena, list, WANT_STRING);
        if (item == NULL) {
            return NULL;
        }
        item->text = values[i];
        item->any_scalar = true;
    }
    if (list != NULL) {
        list->whole = true;
    }
    return list;
}

static struct want *add_algorithms(struct arena *arena, const struct oidc *oidc,
                                   struct want *arguments) {
    struct buf joined = {0};
    for (size_t i = 0; i < oidc->algorithm_count; i++) {
        buf_text(&joined, i > 0 ? "," : "");
        buf_span(&joined, oidc->algorithms[i]);
    }
    char *text = joined.failed ? NULL : arena_copy(arena, buf_view(&joined));
    buf_deinit(&joined);
    return text == NULL ? NULL
                        : add_text(arena, arguments, "oidc-signing-algs", span_of(text));
}

enum tauth_status legacy_flags(struct arena *arena, const struct oidc *oidc,
                               struct want *arguments) {
    bool groups = oidc->groups_claim.data != NULL || oidc->groups_prefix_given;
    const struct {
        const char *flag;
        struct span text;
    } rows[] = {
        {"oidc-issuer-url", oidc->issuer},
        {"oidc-client-id",
         oidc->audience_count > 0 ? oidc->audiences[0] : (struct span){0}},
        {"oidc-username-claim", oidc->username_claim},
        {"oidc-username-prefix", oidc->username_prefix},
        {"oidc-groups-claim", oidc->groups_claim},
        {"oidc-groups-prefix", groups ? oidc->groups_prefix : (struct span){0}},
    };
    bool done = true;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (rows[i].text.data != NULL) {
            done &= add_text(arena, arguments, rows[i].flag, rows[i].text) != NULL;
        }
    }
    if (oidc->required_count > 0) {
        done &= add_list(arena, arguments, SPAN("oidc-required-claim"), oidc->required,
                         oidc->required_count) != NULL;
    }
    if (oidc->algorithm_count > 0) {
        done &= add_algorithms(arena, oidc, arguments) != NULL;
    }
    if (oidc->issuer_ca.size > 0) {
        done &=
            add_text(arena, arguments, "oidc-ca-file", SPAN(OWN_AUTHORITY_FILE)) != NULL;
    }
    return done ? TAUTH_OK : TAUTH_NO_MEMORY;
}

static const char list_hint[] =
    "give one value, or --talos-version v1.13.6 or later if every node runs it";
static const char list_message[] =
    "several values need a list in extraArgs, which Talos reads since 1.13.6";

enum tauth_status legacy_check(const struct oidc *oidc,
                               const struct talos_version *version,
                               struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    if (oidc->audience_count > 1) {
        const struct setting_place place = {oidc->settings, TAUTH_AUDIENCE, 1};
        status =
            setting_report(&place, diags, RULE_FLAGS_CANNOT_SAY,
                           "give one; the multidoc layout of Talos 1.14 takes several",
                           "oidc-client-id takes one audience, a comma is part of it");
    }
    bool lists = version != NULL && talos_takes_list_arguments(version);
    if (oidc->required_count > 1 && !lists) {
        const struct setting_place place = {oidc->settings, TAUTH_REQUIRED_CLAIM, 1};
        status_keep(&status,
                    setting_report(
                        &place, diags, RULE_LIST_VALUE, list_hint, "%s%s", list_message,
                        version == NULL ? ", and the Talos version is not known" : ""));
    }
    return status;
}

/* One oidc-* key that is there and not asked for: kept and said, or pruned. */
static enum tauth_status take_leftover(struct talos_stream *stream,
                                       struct talos_merge *merge, struct arena *arena,
                                       node_id key, struct want *removals) {
    struct span name = node_text(stream->index, node_follow(stream->index, key));
    if (merge->prune) {
        return want_child(arena, removals, name, WANT_REMOVE) == NULL ? TAUTH_NO_MEMORY
                                                                      : TAUTH_OK;
    }
    if (++merge->leftovers > LEFTOVERS_SHOWN) {
        return TAUTH_OK;
    }
    return node_report(stream->diags, RULE_LEFTOVER, stream->index, key,
                       merge->patch ? merge_prune_hint : "it is kept; --prune removes it",
                       "%.*s is not among the settings", SPAN_ARG(name));
}

static enum tauth_status find_leftovers(struct talos_stream *stream,
                                        struct talos_merge *merge, node_id arguments,
                                        struct arena *arena, struct want *want) {
    const struct yaml_index *index = stream->index;
    const struct node *node = node_at(index, node_follow(index, arguments));
    if (arguments == 0 || node->kind != NODE_MAPPING || merge->oidc == NULL) {
        return TAUTH_OK;
    }
    struct want removals = {.kind = WANT_MAPPING};
    enum tauth_status status = TAUTH_OK;
    for (node_id key = node->first; key != 0 && status == TAUTH_OK;) {
        struct span name = node_text(index, node_follow(index, key));
        if (span_starts(name, "oidc-") && want_get(want, name) == NULL) {
            status = take_leftover(stream, merge, arena, key, &removals);
        }
        key = node_at(index, node_at(index, key)->next)->next;
    }
    for (struct want *gone = removals.first; gone != NULL;) {
        struct want *next = gone->next;
        gone->next = NULL;
        want_adopt(want, gone);
        gone = next;
    }
    return status;
}

/* Leftovers of one issuer must not judge the tokens of another. */
static enum tauth_status refuse_old_issuer(struct talos_stream *stream,
                                           const struct talos_merge *merge,
                                           node_id arguments) {
    const struct yaml_index *index = stream->index;
    node_id issuer = node_get(index, arguments, SPAN("oidc-issuer-url"), NULL);
    if (merge->oidc == NULL || issuer == 0 || merge->leftovers == 0) {
        return TAUTH_OK;
    }
    struct span old = node_text(index, node_follow(index, issuer));
    if (old.size == 0 || span_equal(old, merge->oidc->issuer)) {
        return TAUTH_OK;
    }
    return node_report(
        stream->diags, RULE_OLD_ISSUER, index, issuer,
        merge->patch ? merge_prune_hint
                     : "give --prune to remove the old settings, or name "
                       "them all",
        "the issuer changes, but settings made for the old one would stay");
}

static enum tauth_status refuse_authentication_file(const struct talos_stream *stream,
                                                    const struct talos_merge *merge,
                                                    const struct want *want,
                                                    node_id arguments) {
    const struct want *asked = want_get(want, SPAN("authentication-config"));
    if (asked != NULL && asked->kind == WANT_REMOVE) {
        return TAUTH_OK;
    }
    node_id key = 0;
    node_id file =
        node_get(stream->index, arguments, SPAN("authentication-config"), &key);
    if (merge->oidc == NULL || file == 0 ||
        node_text(stream->index, node_follow(stream->index, file)).size == 0) {
        return TAUTH_OK;
    }
    return node_report(
        stream->diags, RULE_AUTHENTICATION_FILE, stream->index, key,
        "put the issuer into that file, or take the flag out first "
        "(merge --unset authentication-config)",
        "authentication-config file and oidc-* flags are mutually exclusive");
}

/* Values that are to be changed or removed; a MAC over an encrypted one would break. */
static enum tauth_status check_targets(const struct talos_stream *stream,
                                       const struct want *want, node_id arguments) {
    const struct yaml_index *index = stream->index;
    const struct node *node = node_at(index, node_follow(index, arguments));
    bool mapping = arguments != 0 && node->kind == NODE_MAPPING;
    for (node_id key = mapping ? node->first : 0; key != 0;) {
        node_id value = node_at(index, key)->next;
        bool wanted = want_get(want, node_text(index, key)) != NULL;
        enum tauth_status status = wanted ? refuse_encrypted(stream, value) : TAUTH_OK;
        if (status != TAUTH_OK) {
            return status;
        }
        key = node_at(index, value)->next;
    }
    return TAUTH_OK;
}

/* A raw list is the user's own word; only a version that is known refuses it. */
static enum tauth_status check_raw_list(const struct talos_version *version,
                                        struct tauth_diags *diags) {
    if (version == NULL) {
        return diag_option(diags, RULE_LIST_VERSION, "--set",
                           "say what the nodes run with --talos-version",
                           "several values of one key make a list, which Talos reads in "
                           "extraArgs since 1.13.6");
    }
    return talos_takes_list_arguments(version)
               ? TAUTH_OK
               : diag_option(diags, RULE_LIST_VALUE, "--set", list_hint, "%s",
                             list_message);
}

static enum tauth_status add_raw(struct talos_stream *stream, struct talos_merge *merge,
                                 struct arena *arena, struct want *want) {
    for (size_t i = 0; i < merge->argument_count; i++) {
        const struct raw_argument *argument = &merge->arguments[i];
        size_t count = argument->values.count;
        if (count == 0) {
            if (want_child(arena, want, argument->key, WANT_REMOVE) == NULL) {
                return TAUTH_NO_MEMORY;
            }
            continue;
        }
        enum tauth_status status =
            count > 1 ? check_raw_list(merge->version, stream->diags) : TAUTH_OK;
        if (status != TAUTH_OK) {
            return status;
        }
        if (add_list(arena, want, argument->key, argument->values.items, count) == NULL) {
            return TAUTH_NO_MEMORY;
        }
    }
    return TAUTH_OK;
}

/* Everything under extraArgs. */
static enum tauth_status want_arguments(struct talos_stream *stream,
                                        struct talos_merge *merge, struct arena *arena,
                                        struct want *want) {
    node_id arguments = node_path(stream->index, talos_root(stream, stream->legacy),
                                  "cluster", "apiServer", "extraArgs", NULL);
    enum tauth_status status = TAUTH_OK;
    if (merge->oidc != NULL) {
        status = legacy_check(merge->oidc, merge->version, stream->diags);
        if (status == TAUTH_OK) {
            status = legacy_flags(arena, merge->oidc, want);
        }
    }
    if (status == TAUTH_OK) {
        status = add_raw(stream, merge, arena, want);
    }
    if (status == TAUTH_OK && merge->oidc != NULL) {
        status = flag_refuse_spelling(stream, want);
    }
    if (status == TAUTH_OK) {
        status = refuse_authentication_file(stream, merge, want, arguments);
    }
    if (status == TAUTH_OK) {
        status = find_leftovers(stream, merge, arguments, arena, want);
    }
    if (status == TAUTH_OK) {
        status = refuse_old_issuer(stream, merge, arguments);
    }
    if (status == TAUTH_OK && !want_index(arena, want)) {
        status = TAUTH_NO_MEMORY;
    }
    return status == TAUTH_OK ? check_targets(stream, want, arguments) : status;
}

static bool has_arguments(const struct talos_merge *merge) {
    return (merge->oidc != NULL || merge->argument_count > 0) && !merge->files_only;
}

enum tauth_status legacy_merge(struct talos_stream *stream, struct talos_merge *merge,
                               struct edit *edit) {
    struct arena *arena = edit->arena;
    struct want *root = want_new(arena, WANT_MAPPING);
    enum tauth_status status = root == NULL ? TAUTH_NO_MEMORY : TAUTH_OK;
    if (status == TAUTH_OK && has_arguments(merge)) {
        struct want *cluster = want_child(arena, root, SPAN("cluster"), WANT_MAPPING);
        struct want *server = want_child(arena, cluster, SPAN("apiServer"), WANT_MAPPING);
        struct want *want = want_child(arena, server, SPAN("extraArgs"), WANT_MAPPING);
        status =
            want == NULL ? TAUTH_NO_MEMORY : want_arguments(stream, merge, arena, want);
    }
    if (status == TAUTH_OK) {
        status = authority_merge(stream, merge, arena, root);
    }
    if (status == TAUTH_OK) {
        status = manifest_merge(stream, merge, edit, root);
    }
    return status == TAUTH_OK ? edit_document(edit, (size_t)stream->legacy, root)
                              : status;
}
