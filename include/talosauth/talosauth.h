/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Everything libtalosauth offers: OIDC login in front of Kubernetes on Talos Linux.
 *
 * The library has no global state; every call may run in several threads at once on
 * different objects. It never prints, never exits, and opens no socket
 * but in tauth_server_authority().
 */
#ifndef TALOSAUTH_TALOSAUTH_H
#define TALOSAUTH_TALOSAUTH_H

#include <talosauth/diag.h>
#include <talosauth/file.h>
#include <talosauth/init.h>
#include <talosauth/kubeconfig.h>
#include <talosauth/merge.h>
#include <talosauth/objects.h>
#include <talosauth/patch.h>
#include <talosauth/rbac.h>
#include <talosauth/remove.h>
#include <talosauth/server.h>
#include <talosauth/settings.h>
#include <talosauth/show.h>
#include <talosauth/status.h>
#include <talosauth/validate.h>
#include <talosauth/version.h>

#endif
