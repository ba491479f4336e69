/* SPDX-License-Identifier: MIT */
#include "check/view/facts.h"

#include "check/input/manifest.h"
#include "check/node/files.h"
#include "check/view/view.h"
#include "pki/bundle.h"
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
    node_id content = file_in_pod(facts->input, path);
    return content == 0
               ? (struct view_text){.node = 0}
               : (struct view_text){.text = node_text(&facts->input->index, content),
                                    .node = content};
}

static bool add_authority(const struct facts *facts, struct fact *parent,
                          const struct view_issuer *issuer) {
    struct view_text pem = issuer->authority;
    if (pem.text.size == 0) {
        return true;
    }
    if (issuer->flags) {
        if (add_text(facts, parent, "caFile", &issuer->authority) == NULL) {
            return false;
        }
        pem = find_content(facts, issuer->authority.text);
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

static bool add_issuers(const struct facts *facts, struct fact *root) {
    struct view view;
    struct fact *list = fact_list(facts->arena, root, "issuers");
    bool good = view_read(&view, facts->input) && list != NULL;
    for (size_t i = 0; good && i < view.issuers.count; i++) {
        const struct view_issuer *issuer = &view.issuers.items[i];
        struct fact *fact = add_text(facts, list, "issuer", &issuer->url);
        good = fact != NULL && add_lists(facts, fact, issuer) &&
               add_name(facts, fact, "username", &issuer->username) &&
               add_name(facts, fact, "groups", &issuer->groups) &&
               add_authority(facts, fact, issuer);
    }
    view_deinit(&view);
    return good;
}

/* --- anonymous access --- */

static node_id find_anonymous(const struct check_input *input) {
    node_id root = 0;
    if (input->kind == INPUT_AUTHENTICATION && input->index.documents.count > 0) {
        root = input->index.documents.items[0].root;
    } else if (input->kind == INPUT_TALOS &&
               input->stream.layout == TAUTH_LAYOUT_MULTIDOC) {
        root = kube_get(&input->index,
                        talos_root(&input->stream, input->stream.authentication),
                        "configuration");
    }
    return kube_get(&input->index, root, "anonymous");
}

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

/* extraArgs win over the flag that Talos sets; an empty value takes it away. */
static bool add_flag(const struct facts *facts, struct fact *root) {
    const struct yaml_index *index = &facts->input->index;
    const struct talos_stream *stream = &facts->input->stream;
    bool talos = facts->input->kind == INPUT_TALOS;
    node_id arguments =
        talos ? talos_legacy_path(stream, "cluster", "apiServer", "extraArgs") : 0;
    node_id value = node_get(index, arguments, SPAN("anonymous-auth"), NULL);
    node_id at = value == 0 ? 0 : node_follow(index, value);
    for (node_id item = kube_first(index, at); item != 0; item = kube_next(index, item)) {
        at = node_follow(index, item); /* the last one counts */
    }
    struct span text =
        at == 0 || node_is_null(index, at) ? SPAN("") : node_text(index, at);
    bool legacy = talos && stream->layout == TAUTH_LAYOUT_LEGACY;
    return add(facts, root, "anonymous",
               legacy && value == 0 ? SPAN("off (Talos sets --anonymous-auth=false)")
               : is_true(text)      ? SPAN("on everywhere")
               : text.size > 0
                   ? SPAN("off")
                   : SPAN("by the flag of the API server (default: everywhere)"),
               value) != NULL;
}

static bool add_anonymous(const struct facts *facts, struct fact *root) {
    const struct yaml_index *index = &facts->input->index;
    const struct check_input *input = facts->input;
    node_id anonymous = find_anonymous(input);
    if (input->kind != INPUT_TALOS && input->kind != INPUT_AUTHENTICATION) {
        return true;
    }
    if (anonymous == 0) {
        return add_flag(facts, root);
    }
    struct span enabled = kube_text(index, anonymous, "enabled");
    bool on = enabled.size > 0 && (enabled.data[0] == 't' || enabled.data[0] == 'T');
    node_id path = kube_first(index, kube_get(index, anonymous, "conditions"));
    struct fact *fact = add(facts, root, "anonymous",
                            !on         ? SPAN("off")
                            : path != 0 ? SPAN("on for these paths")
                                        : SPAN("on everywhere"),
                            anonymous);
    struct fact *list = fact_list(facts->arena, fact, "paths");
    for (; on && path != 0 && list != NULL; path = kube_next(index, path)) {
        node_id text = kube_get(index, path, "path");
        if (text != 0 && add(facts, list, "path", node_text(index, text), text) == NULL) {
            return false;
        }
    }
    return list != NULL;
}

/* --- RBAC --- */

struct visit {
    const struct facts *facts;
    struct fact *list;
    bool good;
};

static void add_subject(const struct manifest *manifest, struct visit *visit,
                        node_id root, node_id subject) {
    const struct yaml_index *index = manifest->index;
    struct arena *arena = visit->facts->arena;
    node_id role = kube_get(index, root, "roleRef");
    struct span kind = kube_text(index, subject, "kind");
    struct span name = kube_text(index, subject, "name");
    const char *text = arena_printf(arena, "%.*s %.*s", SPAN_ARG(kind), SPAN_ARG(name));
    const char *bound =
        arena_printf(arena, "%.*s %.*s", SPAN_ARG(kube_text(index, role, "kind")),
                     SPAN_ARG(kube_text(index, role, "name")));
    struct fact *fact =
        text == NULL ? NULL : fact_add(arena, visit->list, "subject", text);
    visit->good = visit->good && bound != NULL && fact != NULL &&
                  fact_add(arena, fact, "role", bound) != NULL;
    if (fact != NULL) {
        struct position place =
            manifest_position(manifest, node_at(index, subject)->start);
        fact->line = place.line;
        fact->column = place.column;
    }
}

static void visit_binding(const struct manifest *manifest, node_id root, void *context) {
    const struct yaml_index *index = manifest->index;
    struct visit *visit = context;
    if (!span_ends(kube_text(index, root, "kind"), "RoleBinding")) {
        return;
    }
    node_id subject = kube_first(index, kube_get(index, root, "subjects"));
    for (; subject != 0 && visit->good; subject = kube_next(index, subject)) {
        add_subject(manifest, visit, root, subject);
    }
}

static bool add_subjects(const struct facts *facts, struct fact *root) {
    struct visit visit = {facts, fact_list(facts->arena, root, "subjects"), true};
    if (visit.list != NULL) {
        manifest_each(facts->input, false, visit_binding, &visit);
    }
    return visit.list != NULL && visit.good;
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
    bool good = root != NULL &&
                add(&facts, root, "file", span_of(input->name), 0) != NULL &&
                add_layout(&facts, root) && add_version(&facts, root) &&
                add_issuers(&facts, root) && add_anonymous(&facts, root) &&
                add_subjects(&facts, root);
    return good ? root : NULL;
}
