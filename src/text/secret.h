/* SPDX-License-Identifier: MIT */
/* What must not be shown, told by its name. */
#ifndef TEXT_SECRET_H
#define TEXT_SECRET_H

#include "base/buf.h"

/*
 * True when a value under this key is a secret. These are the keys of everything Talos
 * redacts (machine.token, ca.key, cluster.secret, secretboxEncryptionSecret, privateKey,
 * presharedKey, auth.password, identityToken, passphrase, apiToken, uniqueToken,
 * clusterSecret ...: siderolabs/talos types/v1alpha1/v1alpha1_provider.go:106-208 and the
 * redactable documents) and what its own test takes for one (types/registry_audit_test.go).
 * Names count at every depth, so documents this version does not know are covered too.
 */
bool secret_name(struct span key);

/*
 * An argument that has an option with a secret in it: --oidc-client-secret=X, also as one
 * of several words, and misspelt.
 */
bool secret_argument(struct span argument);

/* Whether a text has such an option, with one of these bytes behind it; "": any. */
bool secret_options_in(struct span text, const char *behind);

/* An option whose secret is the next argument. */
bool secret_option(struct span argument);

/*
 * Appends a line with what may be secret masked: what follows a key that is one, and long
 * runs of base64.
 */
void secret_mask_line(struct buf *out, struct span line);

/*
 * True when the line at `offset` may continue a secret that began on a line above. In
 * `broken` YAML indentation does not tell that a value ended. It may also be when nothing
 * was settled 64 KiB above, for more is not looked at.
 */
bool secret_continues(struct span text, size_t offset, bool broken);

#endif
