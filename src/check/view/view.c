/* SPDX-License-Identifier: MIT */
#include "check/view/view.h"

#include "check/input/places.h"
#include "model/setting-place.h"
#include "model/subjects.h"
#include "talos/flag.h"
#include "talos/pod.h"
#include "yaml/read.h"

enum {
    ISSUERS_MAX = 64
}; /* the API server takes no more, and each is compared with all */

static node_id child(const struct view *view, node_id parent, const char *key) {
    const struct yaml_index *index = view->index;
    node_id id = parent == 0 ? 0 : node_get(index, parent, span_of(key), NULL);
    id = id == 0 ? 0 : node_follow(index, id);
    return id == 0 || node_is_null(index, id) ? 0 : id;
}

struct position view_position(const struct view *view, node_id node) {
    const struct manifest file = {
        .input = view->input, .index = view->index, .outer = view->outer};
    return manifest_position(&file, node_at(view->index, node)->start);
}

/* What is no scalar reads as nothing: other rules speak about it. */
static struct view_text text_of(const struct view *view, node_id id) {
    const struct yaml_index *index = view->index;
    if (id == 0 || node_at(index, id)->kind != NODE_SCALAR) {
        return (struct view_text){.node = 0};
    }
    struct view_text text = {.text = node_text(index, id), .node = view_place(view, id)};
    if (view->outer != 0) {
        text.place = view_position(view, id);
    }
    return text;
}

static struct view_text text_at(const struct view *view, node_id parent,
                                const char *key) {
    return text_of(view, child(view, parent, key));
}

/* The scalars of a list, one by one; a lone scalar counts as a list of one. */
static node_id first_text(const struct view *view, node_id list) {
    const struct node *node = node_at(view->index, list);
    return node->kind == NODE_SEQUENCE ? node->first : list;
}

static node_id next_text(const struct view *view, node_id list, node_id item) {
    return item == list ? 0 : node_at(view->index, item)->next;
}

/* --- oidc-* flags --- */

/* The value of a flag in whichever spelling; of several that with underscores counts. */
static node_id argument_value(const struct view *view, node_id arguments,
                              const char *name) {
    const struct yaml_index *index = view->index;
    node_id value = 0;
    for (node_id key = node_at(index, arguments)->kind == NODE_MAPPING
                           ? node_at(index, arguments)->first
                           : 0;
         key != 0; key = node_at(index, node_at(index, key)->next)->next) {
        struct span text = node_text(index, node_follow(index, key));
        if (flag_is(text, name) && (value == 0 || !span_is(text, name))) {
            value = node_follow(index, node_at(index, key)->next);
        }
    }
    return value == 0 || node_is_null(index, value) ? 0 : value;
}

/* A flag that is given several times has its last value. */
static struct view_text flag(const struct view *view, node_id arguments,
                             const char *name) {
    node_id list = argument_value(view, arguments, name);
    struct view_text last = {.node = 0};
    node_id at = list == 0 ? 0 : first_text(view, list);
    for (; at != 0; at = next_text(view, list, at)) {
        last = text_of(view, node_follow(view->index, at));
    }
    return last;
}

static bool add_audience(struct view_issuer *issuer, struct view_text text) {
    struct view_text *slot = text.text.data == NULL ? NULL : VEC_PUSH(issuer->audiences);
    if (slot != NULL) {
        *slot = text;
    }
    return slot != NULL || text.text.data == NULL;
}

static bool add_required(struct view_issuer *issuer, struct view_text claim,
                         struct span value) {
    struct view_required *slot = VEC_PUSH(issuer->required);
    if (slot != NULL) {
        *slot = (struct view_required){claim, value};
    }
    return slot != NULL;
}

static bool add_required_flags(const struct view *view, node_id arguments,
                               struct view_issuer *issuer) {
    node_id list = argument_value(view, arguments, "oidc-required-claim");
    node_id at = list == 0 ? 0 : first_text(view, list);
    for (; at != 0; at = next_text(view, list, at)) {
        struct required_claim claim;
        struct view_text text = text_of(view, node_follow(view->index, at));
        if (text.text.data != NULL && required_claim_parse(text.text, &claim) &&
            !add_required(issuer, (struct view_text){claim.name, text.node, {0, 0}},
                          claim.value)) {
            return false;
        }
    }
    return true;
}

/* The prefix that comes of a flag; "-" and nothing at all have their meaning there. */
static bool set_flag_prefix(struct view *view, const struct view_issuer *issuer,
                            enum name_kind kind, struct view_name *name) {
    name->prefix.text = effective_prefix(&view->arena, kind, issuer->url.text,
                                         name->claim.text, name->prefix.text);
    return name->prefix.text.data != NULL;
}

static bool read_flags(struct view *view, node_id arguments) {
    struct view_text url = flag(view, arguments, "oidc-issuer-url");
    if (url.text.size == 0) {
        return true;
    }
    struct view_issuer *issuer = VEC_PUSH(view->issuers);
    if (issuer == NULL) {
        return false;
    }
    issuer->url = url;
    issuer->username.claim = flag(view, arguments, "oidc-username-claim");
    issuer->username.prefix = flag(view, arguments, "oidc-username-prefix");
    issuer->groups.claim = flag(view, arguments, "oidc-groups-claim");
    issuer->authority_file = flag(view, arguments, "oidc-ca-file");
    if (issuer->username.claim.text.data == NULL) {
        issuer->username.claim.text = SPAN("sub");
    }
    if (issuer->groups.claim.text.size > 0) {
        issuer->groups.prefix = flag(view, arguments, "oidc-groups-prefix");
        if (!set_flag_prefix(view, issuer, NAME_GROUP, &issuer->groups)) {
            return false;
        }
    } else {
        issuer->groups.claim = (struct view_text){.node = 0};
    }
    return set_flag_prefix(view, issuer, NAME_USER, &issuer->username) &&
           add_audience(issuer, flag(view, arguments, "oidc-client-id")) &&
           add_required_flags(view, arguments, issuer);
}

/* --- structured authentication --- */

/* The prefix is literal here. */
static void read_name(const struct view *view, node_id mapping, struct view_name *name) {
    name->claim = text_at(view, mapping, "claim");
    name->expression = text_at(view, mapping, "expression");
    if (name->claim.text.size == 0) {
        name->claim = (struct view_text){.node = 0};
        return;
    }
    name->prefix = text_at(view, mapping, "prefix");
    if (name->prefix.text.data == NULL) {
        name->prefix.text = SPAN("");
    }
}

static bool read_entry_lists(const struct view *view, node_id entry,
                             struct view_issuer *issuer) {
    const struct yaml_index *index = view->index;
    node_id audiences = child(view, child(view, entry, "issuer"), "audiences");
    node_id at = audiences == 0 ? 0 : first_text(view, audiences);
    for (; at != 0; at = next_text(view, audiences, at)) {
        if (!add_audience(issuer, text_of(view, node_follow(index, at)))) {
            return false;
        }
    }
    node_id rules = child(view, entry, "claimValidationRules");
    bool list = rules != 0 && node_at(index, rules)->kind == NODE_SEQUENCE;
    at = list ? node_at(index, rules)->first : 0;
    for (; at != 0; at = node_at(index, at)->next) {
        struct view_text claim = text_at(view, node_follow(index, at), "claim");
        struct view_text value = text_at(view, node_follow(index, at), "requiredValue");
        if (claim.text.data != NULL && !add_required(issuer, claim, value.text)) {
            return false;
        }
    }
    return true;
}

static bool read_entry(struct view *view, node_id entry) {
    node_id given = child(view, entry, "issuer");
    node_id mappings = child(view, entry, "claimMappings");
    struct view_text url = text_at(view, given, "url");
    if (url.text.size == 0) {
        return true;
    }
    struct view_issuer *issuer = VEC_PUSH(view->issuers);
    if (issuer == NULL) {
        return false;
    }
    issuer->entry = entry;
    issuer->url = url;
    issuer->authority = text_at(view, given, "certificateAuthority");
    read_name(view, child(view, mappings, "username"), &issuer->username);
    read_name(view, child(view, mappings, "groups"), &issuer->groups);
    return read_entry_lists(view, entry, issuer);
}

static bool read_jwt(struct view *view, node_id configuration) {
    const struct yaml_index *index = view->index;
    node_id list = child(view, configuration, "jwt");
    bool good = true;
    view->anonymous = child(view, configuration, "anonymous");
    if (list == 0 || node_at(index, list)->kind != NODE_SEQUENCE) {
        return true;
    }
    node_id at = node_at(index, list)->first;
    for (; good && at != 0 && view->issuers.count < ISSUERS_MAX;
         at = node_at(index, at)->next) {
        good = read_entry(view, node_follow(index, at));
    }
    return good;
}

/* --- access files --- */

/* With its place in the file; what a preset fills in comes from the provider's. */
static struct view_text setting_text(const struct view *view, struct span text,
                                     enum tauth_setting setting, size_t item) {
    const struct tauth_settings *settings = view->input->access;
    const struct setting_place place = {settings, setting, item};
    const struct setting_place provider = {settings, TAUTH_PROVIDER, 0};
    node_id node = setting_node(&place, view->index);
    return (struct view_text){
        .text = text, .node = node == 0 ? setting_node(&provider, view->index) : node};
}

static void read_setting_names(struct view *view, const struct oidc *oidc,
                               struct view_issuer *issuer) {
    struct span user = oidc->username_claim, group = oidc->groups_claim;
    issuer->username = (struct view_name){
        .claim = setting_text(view, user.data == NULL ? SPAN("sub") : user,
                              TAUTH_USERNAME_CLAIM, 0),
        .prefix = setting_text(view, subject_prefix(&view->arena, oidc, NAME_USER),
                               TAUTH_USERNAME_PREFIX, 0)};
    issuer->groups = (struct view_name){
        .claim = setting_text(view, group, TAUTH_GROUPS_CLAIM, 0),
        .prefix = setting_text(view, subject_prefix(&view->arena, oidc, NAME_GROUP),
                               TAUTH_GROUPS_PREFIX, 0)};
}

static bool read_setting_lists(const struct view *view, const struct oidc *oidc,
                               struct view_issuer *issuer) {
    for (size_t i = 0; i < oidc->audience_count; i++) {
        if (!add_audience(issuer,
                          setting_text(view, oidc->audiences[i], TAUTH_AUDIENCE, i))) {
            return false;
        }
    }
    for (size_t i = 0; i < oidc->required_count; i++) {
        struct required_claim claim;
        if (required_claim_parse(oidc->required[i], &claim) &&
            !add_required(issuer, setting_text(view, claim.name, TAUTH_REQUIRED_CLAIM, i),
                          claim.value)) {
            return false;
        }
    }
    return true;
}

static bool read_settings(struct view *view, const struct tauth_settings *settings) {
    struct oidc oidc;
    settings_resolve(settings, &oidc);
    if (oidc.issuer.size == 0) {
        return true;
    }
    struct view_issuer *issuer = VEC_PUSH(view->issuers);
    if (issuer == NULL) {
        return false;
    }
    issuer->url = setting_text(view, oidc.issuer, TAUTH_ISSUER_URL, 0);
    issuer->authority_file =
        setting_text(view, setting_get(settings, TAUTH_ISSUER_CA), TAUTH_ISSUER_CA, 0);
    issuer->authority = setting_text(view, oidc.issuer_ca, TAUTH_ISSUER_CA, 0);
    read_setting_names(view, &oidc, issuer);
    return read_setting_lists(view, &oidc, issuer) &&
           issuer->username.prefix.text.data != NULL;
}

/* What authentication-config names, where machine.files writes it: a stream of its own. */
static bool read_file(struct view *view, node_id arguments) {
    struct view_text path = flag(view, arguments, "authentication-config");
    node_id content = path.text.size == 0 ? 0 : pod_file(&view->input->stream, path.text);
    view->carried = path;
    view->carries = content != 0;
    struct tauth_diags diags = {0}; /* faults are told by the rules about the file */
    if (content == 0 || node_at(view->index, content)->kind != NODE_SCALAR) {
        return true;
    }
    view->source = (struct source){.name = view->input->name,
                                   .text = node_text(view->index, content),
                                   .marks = &view->marks};
    bool good = yaml_index_build_each(&view->inner, &view->source, &diags) >= TAUTH_OK;
    if (good && diags.items.count == 0 && view->inner.documents.count > 0) {
        view->index = &view->inner;
        view->outer = content;
        good = read_jwt(view, view->inner.documents.items[0].root);
    }
    VEC_DEINIT(diags.items);
    arena_deinit(&diags.arena);
    return good;
}

static bool read_talos(struct view *view) {
    const struct talos_stream *stream = &view->input->stream;
    node_id arguments = talos_legacy_path(stream, "cluster", "apiServer", "extraArgs");
    node_id document = talos_root(stream, stream->authentication);
    arguments = arguments == 0 ? 0 : node_follow(view->index, arguments);
    if (stream->layout != TAUTH_LAYOUT_LEGACY) {
        return (arguments == 0 || read_flags(view, arguments)) &&
               (document == 0 || read_jwt(view, child(view, document, "configuration")));
    }
    return arguments == 0 || (read_flags(view, arguments) && read_file(view, arguments));
}

static bool read_kind(struct view *view, struct check_input *input) {
    const struct yaml_index *index = &input->index;
    switch (input->kind) {
    case INPUT_TALOS:
        return input->stream.index == NULL || read_talos(view);
    case INPUT_AUTHENTICATION:
        return index->documents.count == 0 ||
               read_jwt(view, index->documents.items[0].root);
    case INPUT_ACCESS:
        return input->access == NULL || read_settings(view, input->access);
    default:
        return true;
    }
}

bool view_read(struct view *view, struct check_input *input) {
    *view = (struct view){.input = input, .index = &input->index};
    return read_kind(view, input) && !view->arena.failed;
}

void view_deinit(struct view *view) {
    for (size_t i = 0; i < view->issuers.count; i++) {
        VEC_DEINIT(view->issuers.items[i].audiences);
        VEC_DEINIT(view->issuers.items[i].required);
    }
    VEC_DEINIT(view->issuers);
    yaml_index_deinit(&view->inner);
    source_marks_deinit(&view->marks);
    arena_deinit(&view->arena);
}
