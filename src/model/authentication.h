/* SPDX-License-Identifier: MIT */
/*
 * AuthenticationConfiguration of the API server (k8s.io/apiserver
 * pkg/apis/apiserver/v1beta1/types.go), and the flags that it took the place of.
 */
#ifndef MODEL_AUTHENTICATION_H
#define MODEL_AUTHENTICATION_H

#include <cyaml/cyaml.h>
#include <talosauth/objects.h>

/* The whole configuration, and parts of it. */
extern const cyaml_schema_value_t authentication_schema;
extern const cyaml_schema_value_t anonymous_schema;
extern const cyaml_schema_value_t jwt_schema;
extern const cyaml_schema_value_t user_rules_schema;

/* oidc-* keys in canonical form: each value is a list of texts. */
extern const cyaml_schema_value_t oidc_flags_schema;

#endif
