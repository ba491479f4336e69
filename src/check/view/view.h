/* SPDX-License-Identifier: MIT */
/* What authentication a file comes to, with the defaults of Kubernetes filled in. */
#ifndef CHECK_VIEW_VIEW_H
#define CHECK_VIEW_VIEW_H

#include "check/input/manifest.h"
#include "model/prefix.h"

/* A text and the node it stands at; node 0: a default, or nothing that has a place. */
struct view_text {
    struct span text; /* data NULL: there is none */
    node_id node;
    struct position place; /* in a carried file, whose node that is; line 0: elsewhere */
};

/* How users or groups come to their names. */
struct view_name {
    struct view_text claim;      /* of groups: data NULL when there are none */
    struct view_text prefix;     /* effective; data NULL beside an expression */
    struct view_text expression; /* instead of claim and prefix */
};

struct view_required {
    struct view_text claim;
    struct span value;
};

struct view_issuer {
    node_id entry; /* of the view's index, in jwt; 0: flags or settings */
    struct view_text url;
    VEC(struct view_text) audiences;
    struct view_name username;
    struct view_name groups;
    VEC(struct view_required) required;
    struct view_text authority_file; /* its path, with flags and in access files */
    struct view_text authority;      /* PEM; with flags it is in that file */
};

struct view {
    struct check_input *input;
    const struct yaml_index *index; /* the input's, or `inner` */
    node_id outer;           /* the scalar of the input that `inner` is the text of */
    struct yaml_index inner; /* a file that the config carries */
    struct source source;
    struct source_marks marks;
    struct arena arena;
    VEC(struct view_issuer) issuers;
    node_id anonymous;        /* of the view's index; 0: there is none */
    struct view_text carried; /* the path in authentication-config */
    bool carries;             /* the config has that file */
};

/*
 * Reads a Talos file with the file that authentication-config names, an
 * AuthenticationConfiguration or an access file; of other files nothing comes. Texts point
 * into the input or the view, which must stay where it is. False without memory.
 */
bool view_read(struct view *view, struct check_input *input) _must_check_;

/* The node of the input where a node of the view's index stands. */
static inline node_id view_place(const struct view *view, node_id node) {
    return view->outer != 0 ? view->outer : node;
}

/* The line and column of a node of the view's index in the file that was given. */
struct position view_position(const struct view *view, node_id node);

void view_deinit(struct view *view);

#endif
