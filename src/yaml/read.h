/* SPDX-License-Identifier: MIT */
/* Reading a YAML stream. */
#ifndef YAML_READ_H
#define YAML_READ_H

#include "yaml/index.h"

/*
 * Checks and indexes a stream. Everything Talos' reader refuses and libyaml does not is
 * looked for here (reference: go.yaml.in/yaml/v4): duplicate keys, undefined aliases,
 * %YAML 1.2, keys that are no scalars, aliases that blow up. `source` must outlive it.
 */
enum tauth_status yaml_index_build(struct yaml_index *index, const struct source *source,
                                   struct tauth_diags *diags) _must_check_;

/*
 * The same for verdicts: every document is read for itself, so that a fault in one hides
 * nothing in the others. Documents that cannot be read are reported and not in the index
 * but for their bytes (`unread`); the result is TAUTH_REFUSED then. Such an index is for
 * one thread.
 */
enum tauth_status yaml_index_build_each(struct yaml_index *index,
                                        const struct source *source,
                                        struct tauth_diags *diags) _must_check_;

void yaml_index_deinit(struct yaml_index *index);

#endif
