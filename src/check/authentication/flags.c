/* SPDX-License-Identifier: MIT */
#include "check/authentication/flags.h"

#include "talos/flag.h"

enum range_verdict flags_drop_empty(const struct flags *flags) {
    const struct check_options *options = flags->authn.input->options;
    if (flags->multidoc) {
        return RANGE_ALWAYS; /* 1.14 and later */
    }
    if (!options->has_talos) {
        return RANGE_SOMETIMES;
    }
    bool drops = options->talos.major > 1 || options->talos.minor >= 13;
    return drops ? RANGE_ALWAYS : RANGE_NEVER;
}

node_id flag_item(const struct flags *flags, const struct flag *flag, node_id before) {
    const struct yaml_index *index = flags->authn.index;
    node_id value = node_follow(index, node_at(index, flag->key)->next);
    if (node_at(index, value)->kind != NODE_SEQUENCE) {
        return before == 0 ? value : 0;
    }
    node_id item =
        before == 0 ? node_at(index, value)->first : node_at(index, before)->next;
    while (item != 0 && node_is_null(index, node_follow(index, item))) {
        item = node_at(index, item)->next;
    }
    return item;
}

/* Of several spellings the last one counts; Talos writes flags by name, _ behind -. */
static node_id find_key(const struct flags *flags, const char *name) {
    const struct yaml_index *index = flags->authn.index;
    node_id hit = 0;
    struct span best = {NULL, 0};
    for (node_id key = node_at(index, flags->authn.root)->first; key != 0;
         key = node_at(index, node_at(index, key)->next)->next) {
        struct span text = node_text(index, node_follow(index, key));
        if (flag_is(text, name) &&
            (hit == 0 || memcmp(text.data, best.data, text.size) > 0)) {
            hit = key;
            best = text;
        }
    }
    return hit;
}

struct flag flag_get(const struct flags *flags, const char *name) {
    const struct yaml_index *index = flags->authn.index;
    struct flag flag = {0};
    flag.key = find_key(flags, name);
    if (flag.key == 0) {
        return (struct flag){0};
    }
    for (node_id item = flag_item(flags, &flag, 0); item != 0;
         item = flag_item(flags, &flag, item)) {
        flag.value = item;
        flag.count++;
    }
    node_id whole = node_follow(index, node_at(index, flag.key)->next);
    flag.text = flag.value == 0 ? SPAN("") : authn_value(&flags->authn, flag.value);
    flag.empty = node_at(index, whole)->kind == NODE_SCALAR ? flag.text.size == 0
                                                            : flag.count == 0;
    flag.value = node_or(flag.value, whole);
    enum range_verdict drops = flags_drop_empty(flags);
    if (flag.empty && drops == RANGE_ALWAYS) {
        return (struct flag){0};
    }
    flag.maybe = flag.empty && drops == RANGE_SOMETIMES;
    return flag;
}

static void refuse_value(struct flags *flags, node_id node,
                         const enum tauth_severity *severity, const char *versions) {
    authn_report(&flags->authn, RULE_FLAG_VALUE, severity, node,
                 "write one value between double quotes; a flag that may be repeated "
                 "takes a list of such values",
                 "arg value must be a string or list of strings%s", versions);
}

/* Dates became refused in 1.14; before, their text counts. */
static void check_scalar(struct flags *flags, node_id node) {
    const struct yaml_index *index = flags->authn.index;
    node_id value = node_follow(index, node);
    if (node_at(index, value)->kind != NODE_SCALAR) {
        refuse_value(flags, node, NULL, "");
    }
}

/* reference: Talos 1.12 has a map of strings, 1.13.0-1.13.5 cannot read what it writes. */
static void check_list(struct flags *flags, node_id node) {
    const struct check_options *options = flags->authn.input->options;
    static const char hint[] = "write one value; lists need Talos 1.13.6";
    if (flags->multidoc ||
        (options->has_talos && talos_takes_list_arguments(&options->talos))) {
        return;
    }
    if (!options->has_talos) {
        authn_report(&flags->authn, RULE_LIST_VERSION, NULL, node,
                     "say which Talos it is for with --talos-version",
                     "Talos 1.13.5 and older cannot read a list in extraArgs");
        return;
    }
    bool typed = options->talos.minor >= 13;
    authn_error(&flags->authn, RULE_LIST_VALUE, node, hint,
                typed ? "unexpected type for yaml sequence: v1alpha1.ArgValue"
                      : "cannot unmarshal !!seq into string");
}

static bool is_patch_delete(const struct flags *flags, node_id value) {
    return !flags->authn.input->stream.config &&
           node_get(flags->authn.index, value, SPAN("$patch"), NULL) != 0;
}

void check_flag_value(struct flags *flags, node_id key) {
    const struct yaml_index *index = flags->authn.index;
    node_id value = node_at(index, key)->next;
    const struct node *node = node_at(index, node_follow(index, value));
    if (is_patch_delete(flags, value)) {
        return;
    }
    if (node->kind != NODE_SEQUENCE) {
        check_scalar(flags, value);
    } else {
        check_list(flags, value);
        for (node_id item = node->first; item != 0; item = node_at(index, item)->next) {
            check_scalar(flags, item);
        }
    }
    bool empty =
        node->kind == NODE_SEQUENCE
            ? node->size == 0
            : node->kind == NODE_SCALAR && authn_value(&flags->authn, value).size == 0;
    bool said = !flags->multidoc &&
                span_is(node_text(index, node_follow(index, key)), "anonymous-auth");
    if (empty && !said && flags_drop_empty(flags) == RANGE_SOMETIMES) {
        authn_report(&flags->authn, RULE_FLAG_EMPTY, NULL, value,
                     "leave the key out for the default; say which Talos it is for with "
                     "--talos-version",
                     "Talos 1.13 and later leaves this flag out, its own default too; "
                     "1.12 and older passes an empty value");
    }
}
