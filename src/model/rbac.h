/* SPDX-License-Identifier: MIT */
/* RBAC objects (k8s.io/api rbac/v1/types.go). */
#ifndef MODEL_RBAC_H
#define MODEL_RBAC_H

#include <cyaml/cyaml.h>
#include <talosauth/objects.h>

#define RBAC_API_GROUP "rbac.authorization.k8s.io"
#define RBAC_API_VERSION RBAC_API_GROUP "/v1"

extern const cyaml_schema_value_t cluster_role_schema;
extern const cyaml_schema_value_t role_schema;
extern const cyaml_schema_value_t role_binding_schema; /* of both kinds */

#endif
