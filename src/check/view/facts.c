/* SPDX-License-Identifier: MIT */
#include "check/view/facts.h"

#include "check/input/manifest.h"
#include "check/view/entry.h"
#include "check/view/subjects.h"
#include "check/view/view.h"
#include "pki/bundle.h"
#include "talos/pod.h"
#include "text/date.h"

struct facts {
    struct arena *arena;
    struct check_input *input;
};

static void set_place(const struct facts *facts, struct fact *fact, node_id node) {
    if (fact != NULL && node != 0) {
        size_t start = node_at(&facts->input->index, node)->start;
        struct position place = source_position(&facts->input->source, start);
        fact->line = place.line;
        fact->column = place.column;
    }
}

static struct fact *add(const struct facts *facts, struct fact *parent, const char *name,
                        struct span value, node_id node) {
    const char *text = arena_copy(facts->arena, value);
    struct fact *fact = text == NULL ? NULL : fact_add(facts->arena, parent, name, text);
    set_place(facts, fact, node);
    return fact;
}

/* A value at the place of a text. */
static struct fact *add_as(const struct facts *facts, struct fact *parent,
                           const char *name, struct span value,
                           const struct view_text *text) {
    struct fact *fact = add(facts, parent, name, value, text->node);
    if (fact != NULL && text->place.line > 0) {
        fact->line = text->place.line;
        fact->column = text->place.column;
    }
    return fact;
}

static struct fact *add_text(const struct facts *facts, struct fact *parent,
                             const char *name, const struct view_text *text) {
    return text->text.data == NULL ? parent
                                   : add_as(facts, parent, name, text->text, text);
}

/* --- certificates --- */

static bool add_certificate(const struct facts *facts, struct fact *list,
                            const struct pem_block *block, const struct view_text *pem) {
    char date[DATE_SIZE];
    struct fact *fact = add_as(facts, list, "certificate", span_of(block->subject), pem);
    return fact != NULL && add(facts, fact, "notAfter",
                               span_of(date_text(block->not_after, date)), 0) != NULL;
}

/* With flags the CA is a file in the pod; its content may be in the config. */
static struct view_text find_content(const struct facts *facts, struct span path) {
    node_id content = pod_file(&facts->input->stream, path);
    return content == 0
               ? (struct view_text){.node = 0}
               : (struct view_text){.text = node_text(&facts->input->index, content),
                                    .node = content};
}

static bool add_authority(const struct facts *facts, struct fact *parent,
                          const struct view_issuer *issuer) {
    struct view_text pem = issuer->authority, file = issuer->authority_file;
    if (pem.text.size + file.text.size == 0) {
        return true;
    }
    if (add_text(facts, parent, "caFile", &file) == NULL) {
        return false;
    }
    if (pem.text.data == NULL) {
        pem = find_content(facts, file.text);
    }
    struct fact *list = fact_list(facts->arena, parent, "certificateAuthority");
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    bool good = list != NULL && bundle_read(&bundle, pem.text);
    for (size_t i = 0; good && i < bundle.blocks.count; i++) {
        const struct pem_block *block = &bundle.blocks.items[i];
        good =
            block->kind != PEM_CERTIFICATE || add_certificate(facts, list, block, &pem);
    }
    return good;
}

/* --- issuers --- */

static bool add_name(const struct facts *facts, struct fact *parent, const char *name,
                     const struct view_name *view) {
    bool expression = view->expression.text.size > 0;
    if (!expression && view->claim.text.size == 0) {
        return true;
    }
    struct fact *fact = fact_add(facts->arena, parent, name, NULL);
    if (expression) {
        return add_text(facts, fact, "expression", &view->expression) != NULL;
    }
    return add_text(facts, fact, "claim", &view->claim) != NULL &&
           add_text(facts, fact, "prefix", &view->prefix) != NULL;
}

static bool add_lists(const struct facts *facts, struct fact *parent,
                      const struct view_issuer *issuer) {
    struct fact *audiences = fact_list(facts->arena, parent, "audiences");
    struct fact *required = fact_list(facts->arena, parent, "requiredClaims");
    bool good = audiences != NULL && required != NULL;
    for (size_t i = 0; good && i < issuer->audiences.count; i++) {
        good =
            add_text(facts, audiences, "audience", &issuer->audiences.items[i]) != NULL;
    }
    for (size_t i = 0; good && i < issuer->required.count; i++) {
        const struct view_required *claim = &issuer->required.items[i];
        const char *text =
            arena_printf(facts->arena, "%.*s=%.*s", SPAN_ARG(claim->claim.text),
                         SPAN_ARG(claim->value));
        good = text != NULL &&
               add_as(facts, required, "required", span_of(text), &claim->claim) != NULL;
    }
    return good;
}

/* A file that the config does not carry may name any issuer. */
static bool add_carried(const struct facts *facts, struct fact *root,
                        const struct view *view) {
    if (view->carried.text.size == 0) {
        return true;
    }
    struct fact *fact = add_text(facts, root, "authenticationConfig", &view->carried);
    return fact != NULL &&
           (view->carries || fact_add(facts->arena, fact, "content",
                                      "not in this file: its issuers are not shown"));
}

static bool add_issuers(const struct facts *facts, struct fact *root,
                        const struct view *view) {
    struct fact *list = fact_list(facts->arena, root, "issuers");
    bool good = list != NULL;
    for (size_t i = 0; good && i < view->issuers.count; i++) {
        const struct view_issuer *issuer = &view->issuers.items[i];
        struct fact *fact = add_text(facts, list, "issuer", &issuer->url);
        good = fact != NULL && add_lists(facts, fact, issuer) &&
               add_name(facts, fact, "username", &issuer->username) &&
               add_name(facts, fact, "groups", &issuer->groups) &&
               entry_add(facts->arena, view, issuer->entry, fact) &&
               add_authority(facts, fact, issuer);
    }
    return good;
}

/* --- anonymous access --- */

/* Go's strconv.ParseBool; what it refuses stops the API server anyway. */
static bool is_true(struct span text) {
    static const char *const words[] = {"1", "t", "T", "TRUE", "true", "True"};
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (span_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* The flag in extraArgs, which win over what Talos sets; 0: it is not there. */
static node_id find_flag(const struct facts *facts) {
    const struct talos_stream *stream = &facts->input->stream;
    bool talos = facts->input->kind == INPUT_TALOS;
    node_id arguments =
        talos ? talos_legacy_path(stream, "cluster", "apiServer", "extraArgs") : 0;
    return node_get(&facts->input->index, arguments, SPAN("anonymous-auth"), NULL);
}

/* Its value, of several the last one; an empty one takes the flag away. */
static struct span flag_text(const struct facts *facts, node_id value) {
    const struct yaml_index *index = &facts->input->index;
    node_id at = value == 0 ? 0 : node_follow(index, value);
    for (node_id item = kube_first(index, at); item != 0; item = kube_next(index, item)) {
        at = node_follow(index, item);
    }
    return at == 0 || node_is_null(index, at) ? SPAN("") : node_text(index, at);
}

static bool is_legacy(const struct facts *facts) {
    return facts->input->kind == INPUT_TALOS &&
           facts->input->stream.layout == TAUTH_LAYOUT_LEGACY;
}

static bool add_flag(const struct facts *facts, struct fact *root) {
    node_id value = find_flag(facts);
    struct span text = flag_text(facts, value);
    return add(facts, root, "anonymous",
               is_legacy(facts) && value == 0
                   ? SPAN("off (Talos sets --anonymous-auth=false)")
               : is_true(text) ? SPAN("on everywhere")
               : text.size > 0
                   ? SPAN("off")
                   : SPAN("by the flag of the API server (default: everywhere)"),
               value) != NULL;
}

/* At a node of the view's index, which may be that of a carried file. */
static struct fact *add_seen(const struct facts *facts, struct fact *parent,
                             const char *name, struct span value, const struct view *view,
                             node_id node) {
    const struct view_text text = {.place = view_position(view, node)};
    return add_as(facts, parent, name, value, &text);
}

static bool add_anonymous(const struct facts *facts, struct fact *root,
                          const struct view *view) {
    const struct yaml_index *index = view->index;
    const struct check_input *input = facts->input;
    if (input->kind != INPUT_TALOS && input->kind != INPUT_AUTHENTICATION) {
        return true;
    }
    node_id value = find_flag(facts);
    bool flagged = is_legacy(facts) && (value == 0 || flag_text(facts, value).size > 0);
    if (view->anonymous == 0 || flagged) {
        return add_flag(facts, root);
    }
    struct span enabled = kube_text(index, view->anonymous, "enabled");
    bool on = enabled.size > 0 && (enabled.data[0] == 't' || enabled.data[0] == 'T');
    node_id path = kube_first(index, kube_get(index, view->anonymous, "conditions"));
    struct fact *fact = add_seen(facts, root, "anonymous",
                                 !on         ? SPAN("off")
                                 : path != 0 ? SPAN("on for these paths")
                                             : SPAN("on everywhere"),
                                 view, view->anonymous);
    struct fact *list = fact_list(facts->arena, fact, "paths");
    for (; on && path != 0 && list != NULL; path = kube_next(index, path)) {
        node_id text = kube_get(index, path, "path");
        if (text != 0 &&
            add_seen(facts, list, "path", node_text(index, text), view, text) == NULL) {
            return false;
        }
    }
    return list != NULL;
}

/* --- the whole --- */

static bool add_layout(const struct facts *facts, struct fact *root) {
    const struct talos_stream *stream = &facts->input->stream;
    if (facts->input->kind != INPUT_TALOS) {
        return true;
    }
    bool multidoc = stream->layout == TAUTH_LAYOUT_MULTIDOC;
    struct fact *fact =
        add(facts, root, "layout", span_of(talos_layout_name(stream->layout)),
            talos_root(stream, stream->api_server));
    return add(facts, fact, "why",
               stream->api_server != NO_DOCUMENT
                   ? SPAN("there is a KubeAPIServerConfig document")
               : multidoc ? SPAN("a patch with Kube* documents only")
                          : SPAN("there is no KubeAPIServerConfig document"),
               0) != NULL;
}

static bool add_version(const struct facts *facts, struct fact *root) {
    struct kube_range range = facts->input->kube;
    if (facts->input->kind != INPUT_TALOS || range.min != range.max) {
        return true;
    }
    const struct talos_stream *stream = &facts->input->stream;
    const char *text = arena_printf(facts->arena, "1.%d", range.min);
    node_id image = stream->api_server != NO_DOCUMENT
                        ? node_path(&facts->input->index,
                                    talos_root(stream, stream->api_server), "image", NULL)
                        : talos_legacy_path(stream, "cluster", "apiServer", "image");
    return text != NULL && add(facts, root, "kubernetes", span_of(text), image) != NULL;
}

struct fact *effective_facts(struct arena *arena, struct check_input *input) {
    const struct facts facts = {arena, input};
    struct fact *root = ARENA_NEW(arena, struct fact);
    struct view view;
    bool good = view_read(&view, input) && root != NULL &&
                add(&facts, root, "file", span_of(input->name), 0) != NULL &&
                add_layout(&facts, root) && add_version(&facts, root) &&
                add_carried(&facts, root, &view) && add_issuers(&facts, root, &view) &&
                add_anonymous(&facts, root, &view) && subjects_add(arena, input, root);
    view_deinit(&view);
    return good ? root : NULL;
}
