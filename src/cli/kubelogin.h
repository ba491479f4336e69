/* SPDX-License-Identifier: MIT */
/* What kubeconfigs need around them: kubelogin on this machine, redirect URIs. */
#ifndef CLI_KUBELOGIN_H
#define CLI_KUBELOGIN_H

#include "cli/command.h"

/* Adds a warning when the plugin is not where kubectl looks for it. */
void kubelogin_look(const struct arguments *arguments);

/* The redirect URIs to register at the provider, on stderr. */
void kubelogin_show_redirects(const struct arguments *arguments);

#endif
