/* SPDX-License-Identifier: MIT */
/* Values that Talos reads without a word and trips over later, or reads as another type. */
#include "check/groups.h"
#include "check/input/places.h"

/* Data without a type of its own (types/meta/unstructured.go). */
static const struct place unstructured[] = {
    {NULL, "cluster.apiServer.admissionControl[].configuration"},
    {NULL, "cluster.apiServer.auditPolicy"},
    {NULL, "cluster.apiServer.authorizationConfig[].webhook"},
    {NULL, "cluster.apiServer.resources.requests"},
    {NULL, "cluster.apiServer.resources.limits"},
    {NULL, "cluster.controllerManager.resources.requests"},
    {NULL, "cluster.controllerManager.resources.limits"},
    {NULL, "cluster.scheduler.config"},
    {NULL, "cluster.scheduler.resources.requests"},
    {NULL, "cluster.scheduler.resources.limits"},
    {NULL, "machine.baseRuntimeSpecOverrides"},
    {NULL, "machine.kubelet.credentialProviderConfig"},
    {NULL, "machine.kubelet.extraConfig"},
    {NULL, "machine.pods[]"},
    {"CRIBaseRuntimeSpecConfig", "overrides"},
    {"KubeAPIServerConfig", "resources.requests"},
    {"KubeAPIServerConfig", "resources.limits"},
    {"KubeAdmissionControlConfig", "configuration"},
    {"KubeAuditPolicyConfig", "configuration"},
    {"KubeAuthenticationConfig", "configuration"},
    {"KubeAuthorizerConfig", "webhook"},
    {"KubeControllerManagerConfig", "resources.requests"},
    {"KubeControllerManagerConfig", "resources.limits"},
    {"KubeCredentialProviderConfig", "configuration"},
    {"KubeEtcdEncryptionConfig", "config"},
    {"KubeProxyConfig", "config"},
    {"KubeSchedulerConfig", "config"},
    {"KubeSchedulerConfig", "resources.requests"},
    {"KubeSchedulerConfig", "resources.limits"},
    {"KubeStaticPodConfig", "pod"},
    {"KubeletConfig", "config"},
};

/* Lists whose null items stay in them as nil. */
static const struct place item_lists[] = {
    {NULL, "machine.files"},
    {NULL, "cluster.apiServer.admissionControl"},
    {NULL, "cluster.apiServer.authorizationConfig"},
    {NULL, "cluster.acceptedCAs"},
    {NULL, "machine.acceptedCAs"},
};

static const struct place arguments[] = {
    {NULL, "cluster.apiServer.extraArgs.*"},
    {NULL, "cluster.controllerManager.extraArgs.*"},
    {NULL, "cluster.etcd.extraArgs.*"},
    {NULL, "cluster.proxy.extraArgs.*"},
    {NULL, "cluster.scheduler.extraArgs.*"},
    {NULL, "machine.kubelet.extraArgs.*"},
    {"KubeAPIServerConfig", "extraArgs.*"},
    {"KubeControllerManagerConfig", "extraArgs.*"},
    {"KubeProxyConfig", "extraArgs.*"},
    {"KubeSchedulerConfig", "extraArgs.*"},
    {"KubeletConfig", "extraArgs.*"},
};

static const struct place variables[] = {
    {NULL, "cluster.apiServer.env.*"}, {NULL, "cluster.controllerManager.env.*"},
    {NULL, "cluster.scheduler.env.*"}, {NULL, "machine.env.*"},
    {"KubeAPIServerConfig", "env.*"},  {"KubeControllerManagerConfig", "env.*"},
    {"KubeSchedulerConfig", "env.*"},
};

static void check_key(struct check_input *input, node_id key) {
    enum scalar_type type = node_type(&input->index, node_follow(&input->index, key));
    if (type != SCALAR_STRING && type != SCALAR_MERGE) {
        found(input, RULE_UNSTRUCTURED_VALUE, key, "write the key in quotes",
              "Talos panics when it copies this document: the key is not a string");
    }
}

static void check_scalar(struct check_input *input, node_id id) {
    node_id target = node_follow(&input->index, id);
    if (node_type(&input->index, target) == SCALAR_TIMESTAMP) {
        found(input, RULE_UNSTRUCTURED_VALUE, id, "write the date in quotes",
              "Talos panics when it copies this document: the value is a date");
    }
}

/* The nodes of a subtree stand one behind the other. */
static void check_unstructured(struct check_input *input, node_id id,
                               const void *context) {
    const struct yaml_index *index = &input->index;
    (void)context;
    node_id root = node_follow(index, id);
    uint32_t end = node_at(index, root)->end;
    if (node_at(index, root)->kind == NODE_SCALAR) {
        check_scalar(input, root);
        return;
    }
    for (id = root; id < index->nodes.count && node_at(index, id)->start < end; id++) {
        for (node_id key = node_at(index, id)->kind == NODE_MAPPING ? first_key(index, id)
                                                                    : 0;
             key != 0; key = next_key(index, key)) {
            check_key(input, key);
            check_scalar(input, node_at(index, key)->next);
        }
        for (node_id item =
                 node_at(index, id)->kind == NODE_SEQUENCE ? first_item(index, id) : 0;
             item != 0; item = next_item(index, item)) {
            check_scalar(input, item);
        }
    }
}

static void check_items(struct check_input *input, node_id list, const void *context) {
    const struct yaml_index *index = &input->index;
    (void)context;
    for (node_id item = first_item(index, list); item != 0;
         item = next_item(index, item)) {
        if (is_null(index, item)) {
            found(input, RULE_NULL_ITEM, item, "remove the item",
                  "Talos panics: runtime error: invalid memory address or nil pointer "
                  "dereference, for this item is null");
        }
    }
}

/* Dates were taken as their text until 1.13 (go.yaml.in/yaml/v4 rc.6). */
static void refuse_date(struct check_input *input, node_id id, bool argument) {
    const struct yaml_index *index = &input->index;
    node_id target = node_follow(index, id);
    enum range_verdict since = talos_since(input, 14);
    if (node_type(index, target) != SCALAR_TIMESTAMP || since == RANGE_NEVER) {
        return;
    }
    const char *from = since == RANGE_ALWAYS ? "" : "from Talos 1.14 on: ";
    const enum tauth_severity *severity =
        since == RANGE_ALWAYS ? NULL : &severity_warning;
    if (argument) {
        found_as(input, RULE_DATE_VALUE, severity, id, "write the date in quotes",
                 "%sarg value must be a string or list of strings", from);
    } else {
        found_as(input, RULE_DATE_VALUE, severity, id, "write the date in quotes",
                 "%scannot construct !!timestamp into string", from);
    }
}

static void check_argument(struct check_input *input, node_id id, const void *context) {
    (void)context;
    refuse_date(input, id, true);
    for (node_id item = first_item(&input->index, id); item != 0;
         item = next_item(&input->index, item)) {
        refuse_date(input, item, false);
    }
}

static void check_variable(struct check_input *input, node_id id, const void *context) {
    (void)context;
    refuse_date(input, id, false);
}

static void check_panics(struct check_input *input) {
    for (size_t i = 0; i < ARRAY_SIZE(unstructured); i++) {
        visit_place(input, &unstructured[i], check_unstructured, NULL);
    }
}

static void check_null_items(struct check_input *input) {
    for (size_t i = 0; i < ARRAY_SIZE(item_lists); i++) {
        visit_place(input, &item_lists[i], check_items, NULL);
    }
}

static void check_dates(struct check_input *input) {
    for (size_t i = 0; i < ARRAY_SIZE(arguments); i++) {
        visit_place(input, &arguments[i], check_argument, NULL);
    }
    for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
        visit_place(input, &variables[i], check_variable, NULL);
    }
}

static const struct check_row rows[] = {
    {RULE_UNSTRUCTURED_VALUE, ON(INPUT_TALOS), check_panics},
    {RULE_NULL_ITEM, ON(INPUT_TALOS), check_null_items},
    {RULE_DATE_VALUE, ON(INPUT_TALOS), check_dates},
};

const struct check_group values_group = {rows, ARRAY_SIZE(rows)};
