/* SPDX-License-Identifier: MIT */
/* The rules by what they are about; each group is a file of small functions. */
#ifndef CHECK_GROUPS_H
#define CHECK_GROUPS_H

#include "check/input/input.h"

/* One rule: for which kinds of input it is, and the function that looks for it. */
struct check_row {
    enum rule rule;
    unsigned kinds; /* ON(...) | ON(...) */
    void (*run)(struct check_input *input);
};

struct check_group {
    const struct check_row *rows;
    size_t count;
};

extern const struct check_group authentication_group; /* flags and configuration */
extern const struct check_group documents_group;      /* what kind of document is where */
extern const struct check_group encrypted_group;      /* by SOPS */
extern const struct check_group files_group;          /* machine.files */
extern const struct check_group
    identity_group;                           /* kinds of documents, and which is twice */
extern const struct check_group inline_group; /* inline manifests */
extern const struct check_group layouts_group; /* documents that demand others */
extern const struct check_group repeats_group; /* what patches append again */
extern const struct check_group values_group;  /* nulls, dates, keys that are numbers */
extern const struct check_group volumes_group; /* files that the API server reads */
extern const struct check_group kubeconfig_group; /* kubeconfigs */
extern const struct check_group objects_group;    /* RBAC, also in machine configs */

#endif
