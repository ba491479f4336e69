/* SPDX-License-Identifier: MIT */
/* The registry of all rules: every finding belongs to one, and its id never changes. */
#ifndef BASE_RULES_H
#define BASE_RULES_H

#include <talosauth/diag.h>

enum rule_class {
    CLASS_USAGE,
    CLASS_FILE,
    CLASS_SYNTAX,
    CLASS_STRUCTURE,
    CLASS_TALOS,
    CLASS_KUBERNETES,
    CLASS_RBAC,
    CLASS_LINT,
};

enum rule {
    /* command line and files */
    RULE_USAGE,
    RULE_FILE_READ,
    RULE_FILE_WRITE,
    RULE_FILE_EXISTS,
    RULE_FILE_READ_ONLY,
    RULE_FILE_HARD_LINKS,
    RULE_FILE_OWNER,
    RULE_FILE_ATTRIBUTES,
    RULE_FILE_CHANGED,
    RULE_FILE_BUSY,
    RULE_FILE_TWICE,
    RULE_FILE_DIRECTORY,
    RULE_FILE_NOT_REGULAR,
    /* the text and its YAML */
    RULE_INPUT_TOO_LARGE,
    RULE_INPUT_EMPTY,
    RULE_ENCODING,
    RULE_LINE_ENDS,
    RULE_YAML_SYNTAX,
    RULE_YAML_DIRECTIVE,
    RULE_YAML_TOO_DEEP,
    RULE_YAML_ALIASES,
    RULE_UNDEFINED_ALIAS,
    RULE_DUPLICATE_KEY,
    RULE_KEY_NOT_SCALAR,
    RULE_TEMPLATE,
    /* what the editor will not touch */
    RULE_WRONG_TYPE,
    RULE_SHARED_NODE,
    RULE_MERGE_KEY,
    RULE_PATCH_DIRECTIVE,
    RULE_NO_FINAL_NEWLINE,
    RULE_BLOCK_ABSORBS,
    RULE_COMMENT_LOST,
    RULE_EDIT_FAILED,
    /* Talos documents */
    RULE_DOCUMENT_ROOT,
    RULE_NOT_A_CONFIG,
    RULE_API_ENVELOPE,
    RULE_DUPLICATE_DOCUMENT,
    RULE_LAYOUT_MIXED,
    RULE_LAYOUT_MISMATCH,
    RULE_WORKER,
    RULE_SOPS,
    RULE_SET_ON_MULTIDOC,
    RULE_LIST_VALUE,
    RULE_LIST_VERSION,
    RULE_FLAGS_CANNOT_SAY,
    RULE_AUTHENTICATION_IGNORED,
    RULE_AUTHENTICATION_FILE,
    RULE_ANONYMOUS_PROBES,
    RULE_DUPLICATE_ISSUER,
    RULE_OLD_ISSUER,
    RULE_LEFTOVER,
    RULE_SIGNING_ALGS_IGNORED,
    RULE_PATCH_REPLACES,
    RULE_PATCH_REPEAT,
    RULE_PATCH_LAYOUT,
    /* settings, with the rules of the API server */
    RULE_ISSUER_AND_AUDIENCE,
    RULE_ISSUER_URL,
    RULE_ISSUER_SLASH,
    RULE_ISSUER_DISCOVERY,
    RULE_USERNAME_CLAIM,
    RULE_GROUPS_CLAIM,
    RULE_AUDIENCE,
    RULE_REQUIRED_CLAIM,
    RULE_SIGNING_ALG,
    RULE_EMPTY_GROUPS_PREFIX,
    RULE_SYSTEM_NAMES,
    RULE_PREFIX_QUOTES,
    RULE_PLACEHOLDER,
    RULE_SETTING_TEXT,
    RULE_PROVIDER,
    RULE_TALOS_VERSION,
    RULE_RBAC_GROUP,
    RULE_COUNT,
};

struct rule_info {
    const char *id;
    enum rule_class class;
    enum tauth_severity severity;
    const char *what; /* one sentence, for lists of rules */
};

const struct rule_info *rule_info(enum rule rule);

#endif
