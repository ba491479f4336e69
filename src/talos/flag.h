/* SPDX-License-Identifier: MIT */
/*
 * Flags of the API server in extraArgs. It reads `_` as `-` (component-base cli/flag
 * WordSepNormalizeFunc), so oidc_issuer_url is a flag of ours too.
 */
#ifndef TALOS_FLAG_H
#define TALOS_FLAG_H

#include "talos/merge.h"

/* The name is that of the flag, or begins as it, in either spelling. */
bool flag_is(struct span name, const char *flag);
bool flag_starts(struct span name, const char *flag);

/* extraArgs of the legacy layout where it is a mapping, aliases followed; else 0. */
node_id flag_mapping(const struct talos_stream *stream);

/* The next key with this flag's name behind `key`, 0 for the first; 0 behind the last. */
node_id flag_next_key(const struct yaml_index *index, node_id mapping, const char *flag,
                      node_id key);

/* The value of a flag; of a list the last item, which counts. */
node_id flag_value(const struct yaml_index *index, node_id key);

/* A flag that talosauth takes out with the login. */
bool flag_is_own(const struct yaml_index *index, node_id key);

/*
 * Refuses flags of the login that are spelled with `_`, but those that `want` removes:
 * beside them ours would be there twice.
 */
enum tauth_status flag_refuse_spelling(const struct talos_stream *stream,
                                       const struct want *want) _must_check_;

/*
 * What is below OWN_DIRECTORY and stays when our flags and files go: the value of a flag,
 * or the path of a file; `authentication`: our structured file stays too. 0: nothing.
 */
node_id flag_mount_user(const struct talos_stream *stream, bool authentication);

#endif
