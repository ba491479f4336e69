/* SPDX-License-Identifier: MIT */
/* What kubeconfigs are made of, before anything is written. */
#ifndef CHECK_SETTINGS_LOGIN_H
#define CHECK_SETTINGS_LOGIN_H

#include "kube/kubeconfig.h"
#include "model/settings.h"

/*
 * Issuer, client, scopes, names and the values of options. Texts that are arguments of
 * kubelogin must be taken by it as they are.
 */
enum tauth_status check_kubeconfig(const struct tauth_settings *settings,
                                   const struct kubeconfig_parts *parts,
                                   struct tauth_diags *diags) _must_check_;

#endif
