/* SPDX-License-Identifier: MIT */
/* The arguments of an exec stanza. */
#ifndef CHECK_KUBECONFIG_KUBELOGIN_H
#define CHECK_KUBECONFIG_KUBELOGIN_H

#include "check/kubeconfig/kubeconfig.h"

node_id exec_of(const struct kubeconfig_part *user);

/* The first argument, 0 where there is none. */
node_id arguments_of(const struct kubeconfig_part *user);

struct span item_text(const struct kubeconfig_part *user, node_id item);

/* The name in front of `=`, or of a blank: what follows may be a secret. */
struct span flag_name(struct span text);

/* kubectl finds kubectl-oidc_login by either name. */
static inline bool kubelogin_is_plugin(struct span argument) {
    return span_is(argument, "oidc-login") || span_is(argument, "oidc_login");
}

/* What keeps kubelogin from being run at all. */
void kubelogin_check_shape(const struct kubeconfig_part *user);

#endif
