/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The documents that talosauth reads and writes itself, as C structs: the access file, the
 * OIDC flags of kube-apiserver, AuthenticationConfiguration and the four kinds of RBAC.
 *
 * Texts are NUL-terminated; NULL or a count of 0 means that a key is not there. The order
 * of the members is the order in which they are written.
 */
#ifndef TALOSAUTH_OBJECTS_H
#define TALOSAUTH_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include <talosauth/diag.h>
#include <talosauth/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A list of texts. @since 0.1.0 */
struct tauth_strings {
    const char **items;
    uint32_t count;
};

/**
 * Identity providers with a preset, in the order of tauth_provider_name().
 *
 * @since 0.1.0
 */
enum tauth_provider {
    TAUTH_NO_PROVIDER,
    TAUTH_ZITADEL,
    TAUTH_KEYCLOAK,
    TAUTH_AUTHENTIK,
    TAUTH_DEX,
    TAUTH_AUTHELIA,
    TAUTH_POCKET_ID,
    TAUTH_KANIDM,
    TAUTH_ENTRA,
    TAUTH_GOOGLE,
    TAUTH_OKTA,
    TAUTH_AUTH0,
    TAUTH_GENERIC,
};

/**
 * What viewers are bound to.
 *
 * @since 0.1.0
 */
enum tauth_viewer_role {
    TAUTH_VIEWER_DEFAULT, /**< not given: oidc-viewer */
    TAUTH_VIEWER_OIDC,    /**< ClusterRole oidc-viewer, which is written too */
    TAUTH_VIEWER_VIEW,    /**< Kubernetes' own view, and oidc-view-nodes beside it */
};

/**
 * How kubelogin logs in (int128/kubelogin, --grant-type).
 *
 * @since 0.1.0
 */
enum tauth_grant_type {
    TAUTH_GRANT_DEFAULT, /**< not given: auto */
    TAUTH_GRANT_AUTO,
    TAUTH_GRANT_AUTHCODE,
    TAUTH_GRANT_AUTHCODE_KEYBOARD,
    TAUTH_GRANT_PASSWORD,
    TAUTH_GRANT_DEVICE_CODE,
    TAUTH_GRANT_CLIENT_CREDENTIALS,
};

/** Where the API server is. @since 0.1.0 */
struct tauth_access_cluster {
    const char *name;
    const char *server; /**< https://HOST[:PORT] */
};

/** What the nodes run. @since 0.1.0 */
struct tauth_access_talos {
    const char *version; /**< the oldest; vX.Y[.Z[-PRE]] */
};

/** Who issues the tokens. @since 0.1.0 */
struct tauth_access_issuer {
    enum tauth_provider provider;
    const char *url;
    struct tauth_strings audiences;
    const char *ca_file; /**< relative to the access file */
    struct tauth_strings signing_algorithms;
};

/** A claim and the prefix of the names made from it. @since 0.1.0 */
struct tauth_access_claim {
    const char *claim;
    const char *prefix;
};

/** A claim that a token must have. @since 0.1.0 */
struct tauth_access_required {
    const char *claim;
    const char *value;
};

/** How tokens become users. @since 0.1.0 */
struct tauth_access_claims {
    struct tauth_access_claim username;
    struct tauth_access_claim groups;
    struct tauth_access_required *required;
    uint32_t required_count;
};

/** A further binding of groups and users to a ClusterRole. @since 0.1.0 */
struct tauth_access_binding {
    const char *name;
    const char *namespace_name; /**< key `namespace`; of roleBindings only */
    const char *cluster_role;
    struct tauth_strings groups; /**< the provider's own names, without prefix */
    struct tauth_strings users;  /**< the provider's own names, without prefix */
};

/** Who may do what. @since 0.1.0 */
struct tauth_access_rbac {
    struct tauth_strings admins;
    struct tauth_strings viewers;
    enum tauth_viewer_role viewer_role;
    struct tauth_access_binding *cluster_role_bindings;
    uint32_t cluster_role_bindings_count;
    struct tauth_access_binding *role_bindings;
    uint32_t role_bindings_count;
};

/** How kubelogin logs in. @since 0.1.0 */
struct tauth_access_login {
    const char *client_id;
    struct tauth_strings scopes;
    enum tauth_grant_type grant_type;
};

/**
 * The access file: apiVersion talosauth/v1alpha1, kind ClusterAccess
 * (talosauth-access(5)).
 *
 * @since 0.1.0
 */
struct tauth_access {
    const char *api_version;
    const char *kind;
    struct tauth_access_cluster cluster;
    struct tauth_access_talos talos;
    struct tauth_access_issuer issuer;
    struct tauth_access_claims claims;
    struct tauth_access_rbac rbac;
    struct tauth_access_login login;
};

/**
 * The oidc-* keys of cluster.apiServer.extraArgs, which are flags of kube-apiserver
 * (k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go:343-386). A value may be
 * a text or a list of texts.
 *
 * @since 0.1.0
 */
struct tauth_oidc_flags {
    struct tauth_strings issuer_url;
    struct tauth_strings client_id;
    struct tauth_strings username_claim;
    struct tauth_strings username_prefix;
    struct tauth_strings groups_claim;
    struct tauth_strings groups_prefix;
    struct tauth_strings required_claim;
    struct tauth_strings signing_algs;
    struct tauth_strings ca_file;
};

/** A path that anonymous requests may have. @since 0.1.0 */
struct tauth_anonymous_condition {
    const char *path;
};

/** Anonymous requests. @since 0.1.0 */
struct tauth_anonymous {
    bool enabled;
    struct tauth_anonymous_condition *conditions;
    uint32_t conditions_count;
};

/** Issuer of tokens. @since 0.1.0 */
struct tauth_jwt_issuer {
    const char *url;
    const char *discovery_url;
    struct tauth_strings audiences;
    const char *audience_match_policy;
    const char *certificate_authority; /**< PEM */
    const char *egress_selector_type;
};

/** A rule that claims must fulfil: claim and value, or a CEL expression. @since 0.1.0 */
struct tauth_claim_validation_rule {
    const char *claim;
    const char *required_value;
    const char *expression;
    const char *message;
};

/** A claim with prefix, or a CEL expression. @since 0.1.0 */
struct tauth_prefixed_claim {
    const char *claim;
    const char *prefix;
    const char *expression;
};

/** A claim, or a CEL expression. @since 0.1.0 */
struct tauth_claim_or_expression {
    const char *claim;
    const char *expression;
};

/** An extra attribute of a user. @since 0.1.0 */
struct tauth_extra_mapping {
    const char *key;
    const char *value_expression;
};

/** How claims become a user. @since 0.1.0 */
struct tauth_claim_mappings {
    struct tauth_prefixed_claim username;
    struct tauth_prefixed_claim *groups; /**< NULL: none */
    struct tauth_claim_or_expression *uid;
    struct tauth_extra_mapping *extra;
    uint32_t extra_count;
};

/** A rule that the user made from the claims must fulfil. @since 0.1.0 */
struct tauth_user_validation_rule {
    const char *expression;
    const char *message;
};

/** One issuer and what its tokens mean. @since 0.1.0 */
struct tauth_jwt {
    struct tauth_jwt_issuer issuer;
    struct tauth_claim_validation_rule *claim_validation_rules;
    uint32_t claim_validation_rules_count;
    struct tauth_claim_mappings claim_mappings;
    struct tauth_user_validation_rule *user_validation_rules;
    uint32_t user_validation_rules_count;
};

/**
 * AuthenticationConfiguration of kube-apiserver (k8s.io/apiserver
 * pkg/apis/apiserver/v1beta1/types.go, the same in v1).
 *
 * @since 0.1.0
 */
struct tauth_authentication {
    const char *api_version;
    const char *kind;
    struct tauth_anonymous *anonymous; /**< NULL: the flag of kube-apiserver counts */
    struct tauth_jwt *jwt;
    uint32_t jwt_count;
};

/** Name and namespace; labels, annotations and the like are read over. @since 0.1.0 */
struct tauth_metadata {
    const char *name;
    const char *namespace_name; /**< key `namespace` */
};

/** What may be done. @since 0.1.0 */
struct tauth_policy_rule {
    struct tauth_strings api_groups;
    struct tauth_strings resources;
    struct tauth_strings resource_names;
    struct tauth_strings non_resource_urls;
    struct tauth_strings verbs;
};

/** The role of a binding. @since 0.1.0 */
struct tauth_role_ref {
    const char *api_group;
    const char *kind;
    const char *name;
};

/** User, Group or ServiceAccount. @since 0.1.0 */
struct tauth_subject {
    const char *api_group;
    const char *kind;
    const char *name;
    const char *namespace_name; /**< key `namespace`; of a ServiceAccount */
};

/**
 * ClusterRole or Role (k8s.io/api rbac/v1/types.go). The aggregationRule of a ClusterRole
 * is read over.
 *
 * @since 0.1.0
 */
struct tauth_role {
    const char *api_version;
    const char *kind;
    struct tauth_metadata metadata;
    struct tauth_policy_rule *rules;
    uint32_t rules_count;
};

/** ClusterRoleBinding or RoleBinding (k8s.io/api rbac/v1/types.go). @since 0.1.0 */
struct tauth_role_binding {
    const char *api_version;
    const char *kind;
    struct tauth_metadata metadata;
    struct tauth_role_ref role_ref;
    struct tauth_subject *subjects;
    uint32_t subjects_count;
};

/**
 * What a document is.
 *
 * @since 0.1.0
 */
enum tauth_object_kind {
    TAUTH_OBJECT_ACCESS,
    TAUTH_OBJECT_OIDC_FLAGS,
    TAUTH_OBJECT_AUTHENTICATION,
    TAUTH_OBJECT_CLUSTER_ROLE,
    TAUTH_OBJECT_CLUSTER_ROLE_BINDING,
    TAUTH_OBJECT_ROLE,
    TAUTH_OBJECT_ROLE_BINDING,
};

/**
 * One document; the kind says which member of the union counts.
 *
 * @since 0.1.0
 */
struct tauth_object {
    enum tauth_object_kind kind;
    union {
        const struct tauth_access *access;
        const struct tauth_oidc_flags *oidc_flags;
        const struct tauth_authentication *authentication;
        const struct tauth_role *role;
        const struct tauth_role_binding *role_binding;
    } as;
};

/**
 * Documents that were read.
 *
 * @since 0.1.0
 */
struct tauth_objects;

/**
 * Reads a stream of documents, each told by its apiVersion and kind; one that has only
 * oidc-* keys is that of the flags.
 *
 * Unknown and missing keys, other types, nulls and aliases are refused with their place,
 * all of them at once. Whether the values make sense is not looked at.
 *
 * @param name    of the input, for findings
 * @param text    the documents; not needed afterwards
 * @param objects receives them, owned by the caller
 * @param diags   receives findings with file, line and column
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_objects_read(const char *name, struct tauth_text text,
                                               struct tauth_objects **objects,
                                               struct tauth_diags *diags);

/**
 * Number of documents.
 *
 * @param objects not NULL
 * @since 0.1.0
 */
TAUTH_API size_t tauth_objects_count(const struct tauth_objects *objects);

/**
 * One document.
 *
 * @param objects not NULL
 * @param index   less than tauth_objects_count()
 * @return the object, valid until the objects are freed; NULL when index is too large
 * @since 0.1.0
 */
TAUTH_API const struct tauth_object *tauth_objects_get(
    const struct tauth_objects *objects, size_t index);

/**
 * Writes documents as YAML in kubectl's look, every one-line text in double quotes. What
 * is written is read back and compared first.
 *
 * @param objects array of `count` objects; their required texts are not NULL
 * @param count   number of objects
 * @param out     receives the YAML (free with tauth_text_free())
 * @return TAUTH_OK, TAUTH_NO_MEMORY, or TAUTH_INTERNAL when a text cannot be written
 *         (it is not UTF-8)
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_objects_write(const struct tauth_object *objects,
                                                size_t count, struct tauth_text *out);

/**
 * Frees documents.
 *
 * @param objects may be NULL
 * @since 0.1.0
 */
TAUTH_API void tauth_objects_free(struct tauth_objects *objects);

#ifdef __cplusplus
}
#endif

#endif
