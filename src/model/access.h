/* SPDX-License-Identifier: MIT */
/* The access file: its table, and the words it knows. */
#ifndef MODEL_ACCESS_H
#define MODEL_ACCESS_H

#include <cyaml/cyaml.h>
#include <talosauth/objects.h>

#define ACCESS_API_VERSION "talosauth/v1alpha1"
#define ACCESS_KIND "ClusterAccess"

extern const cyaml_schema_value_t access_schema;

#endif
