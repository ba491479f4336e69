/* SPDX-License-Identifier: MIT */
/* The Go types of kubeconfigs (k8s.io/client-go tools/clientcmd/api/v1/types.go). */
#include "check/kubeconfig/kubeconfig.h"

#define TYPE(name, fields) \
    { name, GO_FIELDS(fields) }

static const struct go_field cluster_fields[] = {
    {"server", GO_TEXT, NULL},
    {"tls-server-name", GO_TEXT, NULL},
    {"insecure-skip-tls-verify", GO_BOOL, NULL},
    {"certificate-authority", GO_TEXT, NULL},
    {"certificate-authority-data", GO_BYTES, NULL},
    {"proxy-url", GO_TEXT, NULL},
    {"disable-compression", GO_BOOL, NULL},
    {"extensions", GO_ANY, NULL},
};
static const struct go_struct cluster_type = TYPE("Cluster", cluster_fields);

static const struct go_field variable_fields[] = {{"name", GO_TEXT, NULL},
                                                  {"value", GO_TEXT, NULL}};
static const struct go_struct variable_type = TYPE("ExecEnvVar", variable_fields);

static const struct go_field exec_fields[] = {
    {"command", GO_TEXT, NULL},          {"args", GO_TEXTS, NULL},
    {"env", GO_STRUCTS, &variable_type}, {"apiVersion", GO_TEXT, NULL},
    {"installHint", GO_TEXT, NULL},      {"provideClusterInfo", GO_BOOL, NULL},
    {"interactiveMode", GO_TEXT, NULL},
};
static const struct go_struct exec_type = TYPE("ExecConfig", exec_fields);

static const struct go_field provider_fields[] = {{"name", GO_TEXT, NULL},
                                                  {"config", GO_TEXT_MAP, NULL}};
static const struct go_struct provider_type = TYPE("AuthProviderConfig", provider_fields);

static const struct go_field user_fields[] = {
    {"client-certificate", GO_TEXT, NULL},
    {"client-certificate-data", GO_BYTES, NULL},
    {"client-key", GO_TEXT, NULL},
    {"client-key-data", GO_BYTES, NULL},
    {"token", GO_TEXT, NULL},
    {"tokenFile", GO_TEXT, NULL},
    {"as", GO_TEXT, NULL},
    {"as-uid", GO_TEXT, NULL},
    {"as-groups", GO_TEXTS, NULL},
    {"as-user-extra", GO_TEXTS_MAP, NULL},
    {"username", GO_TEXT, NULL},
    {"password", GO_TEXT, NULL},
    {"auth-provider", GO_STRUCT, &provider_type},
    {"exec", GO_STRUCT, &exec_type},
    {"extensions", GO_ANY, NULL},
};
static const struct go_struct user_type = TYPE("AuthInfo", user_fields);

static const struct go_field context_fields[] = {
    {"cluster", GO_TEXT, NULL},
    {"user", GO_TEXT, NULL},
    {"namespace", GO_TEXT, NULL},
    {"extensions", GO_ANY, NULL},
};
static const struct go_struct context_type = TYPE("Context", context_fields);

static const struct go_field named_cluster_fields[] = {
    {"name", GO_TEXT, NULL}, {"cluster", GO_STRUCT, &cluster_type}};
static const struct go_struct named_cluster_type =
    TYPE("NamedCluster", named_cluster_fields);

static const struct go_field named_user_fields[] = {{"name", GO_TEXT, NULL},
                                                    {"user", GO_STRUCT, &user_type}};
static const struct go_struct named_user_type = TYPE("NamedAuthInfo", named_user_fields);

static const struct go_field named_context_fields[] = {
    {"name", GO_TEXT, NULL}, {"context", GO_STRUCT, &context_type}};
static const struct go_struct named_context_type =
    TYPE("NamedContext", named_context_fields);

static const struct go_field config_fields[] = {
    {"apiVersion", GO_TEXT, NULL},
    {"kind", GO_TEXT, NULL},
    {"preferences", GO_ANY, NULL},
    {"clusters", GO_STRUCTS, &named_cluster_type},
    {"users", GO_STRUCTS, &named_user_type},
    {"contexts", GO_STRUCTS, &named_context_type},
    {"current-context", GO_TEXT, NULL},
    {"extensions", GO_ANY, NULL},
};
const struct go_struct kubeconfig_type = TYPE("Config", config_fields);
