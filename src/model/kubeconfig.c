/* SPDX-License-Identifier: MIT */
#include "model/kubeconfig.h"

#include "model/rows.h"
#include "model/tables.h"

static const cyaml_schema_field_t cluster_fields[] = {
    TEXT("server", struct kubeconfig_cluster, server),
    OPTIONAL_TEXT("tls-server-name", struct kubeconfig_cluster, tls_server_name),
    TEXT("certificate-authority-data", struct kubeconfig_cluster, authority),
    OPTIONAL_TEXT("proxy-url", struct kubeconfig_cluster, proxy_url), CYAML_FIELD_END};

static const cyaml_schema_field_t named_cluster_fields[] = {
    TEXT("name", struct kubeconfig_named_cluster, name),
    MAPPING("cluster", struct kubeconfig_named_cluster, cluster, cluster_fields),
    CYAML_FIELD_END};

static const cyaml_schema_value_t cluster_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct kubeconfig_named_cluster, named_cluster_fields)};

static const cyaml_schema_field_t context_fields[] = {
    TEXT("cluster", struct kubeconfig_context, cluster),
    TEXT("user", struct kubeconfig_context, user),
    OPTIONAL_TEXT("namespace", struct kubeconfig_context, namespace_name),
    CYAML_FIELD_END};

static const cyaml_schema_field_t named_context_fields[] = {
    TEXT("name", struct kubeconfig_named_context, name),
    MAPPING("context", struct kubeconfig_named_context, context, context_fields),
    CYAML_FIELD_END};

static const cyaml_schema_value_t context_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct kubeconfig_named_context, named_context_fields)};

static const cyaml_schema_field_t exec_fields[] = {
    TEXT("apiVersion", struct kubeconfig_exec, api_version),
    TEXT("command", struct kubeconfig_exec, command),
    TEXTS("args", struct kubeconfig_exec, args),
    TEXT("installHint", struct kubeconfig_exec, install_hint),
    TEXT("interactiveMode", struct kubeconfig_exec, interactive_mode),
    CYAML_FIELD_BOOL("provideClusterInfo", CYAML_FLAG_DEFAULT, struct kubeconfig_exec,
                     provide_cluster_info),
    CYAML_FIELD_END};

static const cyaml_schema_field_t user_fields[] = {
    MAPPING("exec", struct kubeconfig_user, exec, exec_fields), CYAML_FIELD_END};

static const cyaml_schema_field_t named_user_fields[] = {
    TEXT("name", struct kubeconfig_named_user, name),
    MAPPING("user", struct kubeconfig_named_user, user, user_fields), CYAML_FIELD_END};

static const cyaml_schema_value_t user_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct kubeconfig_named_user, named_user_fields)};

static const cyaml_schema_field_t kubeconfig_fields[] = {
    TEXT("apiVersion", struct kubeconfig, api_version),
    TEXT("kind", struct kubeconfig, kind),
    OPTIONAL_LIST("clusters", struct kubeconfig, clusters, &cluster_schema),
    OPTIONAL_LIST("contexts", struct kubeconfig, contexts, &context_schema),
    TEXT("current-context", struct kubeconfig, current_context),
    OPTIONAL_LIST("users", struct kubeconfig, users, &user_schema),
    CYAML_FIELD_END};

static const cyaml_schema_value_t kubeconfig_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct kubeconfig, kubeconfig_fields)};

struct want *kubeconfig_want(struct arena *arena, const struct kubeconfig *kubeconfig) {
    return table_to_want(arena, &kubeconfig_schema, kubeconfig);
}
