/* SPDX-License-Identifier: MIT */
/* An access file against the configs that were made from it. */
#include "check/across/across.h"
#include "check/input/places.h"

/* What the access file says, and the config that it is held against. */
struct comparison {
    struct across *across;
    const struct check_input *access;
    const struct view_issuer *wanted;
    struct check_input *config;
    const struct view *view;
};

static const char hint_merge[] =
    "`talosauth merge -f ACCESS FILE` writes what the access file says; or correct that";

static const struct view_issuer *find_same(const struct view *view, struct span url) {
    for (size_t i = 0; i < view->issuers.count; i++) {
        if (span_equal(view->issuers.items[i].url.text, url)) {
            return &view->issuers.items[i];
        }
    }
    return NULL;
}

static void differs(const struct comparison *comparison, node_id node, const char *what,
                    struct span here, struct span wanted) {
    found(comparison->config, RULE_ACCESS_DIFFERS, node, hint_merge,
          "%s is \"%.*s\" here, and \"%.*s\" in the access file %s", what, SPAN_ARG(here),
          SPAN_ARG(wanted), comparison->access->name);
}

static bool has(const struct view_issuer *issuer, struct span audience) {
    for (size_t i = 0; i < issuer->audiences.count; i++) {
        if (span_equal(issuer->audiences.items[i].text, audience)) {
            return true;
        }
    }
    return false;
}

static void compare_audiences(const struct comparison *comparison,
                              const struct view_issuer *issuer) {
    const struct view_issuer *wanted = comparison->wanted;
    for (size_t i = 0; i < wanted->audiences.count && issuer->audiences.count > 0; i++) {
        if (!has(issuer, wanted->audiences.items[i].text)) {
            const struct view_text *first = &issuer->audiences.items[0];
            differs(comparison, first->node == 0 ? issuer->url.node : first->node,
                    "the audience", first->text, wanted->audiences.items[i].text);
            return;
        }
    }
}

/* Expressions are not read here: they may come to the same. */
static void compare_names(const struct comparison *comparison,
                          const struct view_issuer *issuer, enum name_kind kind) {
    bool user = kind == NAME_USER;
    const struct view_name *here = user ? &issuer->username : &issuer->groups;
    const struct view_name *wanted =
        user ? &comparison->wanted->username : &comparison->wanted->groups;
    if (here->claim.text.size == 0 || wanted->claim.text.size == 0) {
        return;
    }
    if (!span_equal(here->claim.text, wanted->claim.text)) {
        differs(comparison, here->claim.node == 0 ? issuer->url.node : here->claim.node,
                user ? "the claim of users" : "the claim of groups", here->claim.text,
                wanted->claim.text);
    }
    if (!span_equal(here->prefix.text, wanted->prefix.text)) {
        differs(comparison, here->prefix.node == 0 ? issuer->url.node : here->prefix.node,
                user ? "the prefix of users" : "the prefix of groups", here->prefix.text,
                wanted->prefix.text);
    }
}

static void compare(const struct comparison *comparison) {
    const struct view_issuer *wanted = comparison->wanted;
    const struct view_issuer *issuer = find_same(comparison->view, wanted->url.text);
    if (issuer == NULL) {
        const struct view_text *url = &comparison->view->issuers.items[0].url;
        differs(comparison, url->node, "the issuer", url->text, wanted->url.text);
        return;
    }
    compare_audiences(comparison, issuer);
    compare_names(comparison, issuer, NAME_USER);
    compare_names(comparison, issuer, NAME_GROUP);
}

/* Both have a name and a server, and neither is the same. */
static bool is_other_cluster(struct across *across, size_t access, size_t config) {
    const struct check_input *input = across->inputs[config];
    const char *name = across->inputs[access]->access->access->cluster.name;
    struct span own =
        input->kind == INPUT_TALOS
            ? text_under(&input->index, legacy_value(input, "cluster"), "clusterName")
            : SPAN("");
    const struct server_hosts *wanted = &across->hosts[access];
    return name != NULL && own.size > 0 && !span_is(own, name) && wanted->count > 0 &&
           across->hosts[config].count > 0 &&
           !server_hosts_have(&across->hosts[config], wanted->items[0]);
}

static void compare_all(struct across *across, size_t access) {
    for (size_t i = 0; i < across->count; i++) {
        struct check_input *config = across->inputs[i];
        bool judged = config->kind == INPUT_TALOS || config->kind == INPUT_AUTHENTICATION;
        if (judged && across->views[i].issuers.count > 0 &&
            !is_other_cluster(across, access, i)) {
            const struct comparison comparison = {across, across->inputs[access],
                                                  across->views[access].issuers.items,
                                                  config, &across->views[i]};
            compare(&comparison);
        }
    }
}

/* With several access files there may be several clusters: each config has its own. */
void across_access(struct across *across) {
    size_t count = 0, access = 0;
    for (size_t i = 0; i < across->count; i++) {
        bool one =
            across->inputs[i]->kind == INPUT_ACCESS && across->views[i].issuers.count > 0;
        count += one;
        access = one ? i : access;
    }
    if (count == 1 && across->inputs[access]->access != NULL &&
        across->inputs[access]->access->access != NULL) {
        compare_all(across, access);
    }
}
