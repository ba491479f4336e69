/* SPDX-License-Identifier: MIT */
/* Programs by the names they are installed under. */
#ifndef TEXT_PROGRAM_H
#define TEXT_PROGRAM_H

#include "base/span.h"

/*
 * kubectl runs the plugin kubectl-oidc_login; any other program is the plugin itself.
 * kubectl-1.32, kubectl.exe and paths to them are kubectl too.
 */
bool program_is_kubectl(struct span command);

bool program_is_kubelogin(struct span command);

#endif
