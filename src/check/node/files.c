/* SPDX-License-Identifier: MIT */
/*
 * machine.files, written at boot only; a fault stops the boot for 35 minutes
 * (v1alpha1_sequencer_tasks.go, writeUserFiles).
 */
#include "check/node/files.h"

#include "base/strset.h"
#include "check/groups.h"
#include "check/input/places.h"

/* Files that Talos takes by their path and writes itself. */
static const char cri_part[] = "/etc/cri/conf.d/20-customization.part";
static const char manifests[] = "/etc/kubernetes/manifests/";

enum { MODE_MAX = 0xFFFFFFF };

static bool is_below_var(struct span path) {
    while (span_starts(path, "/")) {
        path = span_slice(path, 1, path.size);
    }
    return span_is(path, "var") || span_starts(path, "var/");
}

static void check_operation(struct check_input *input, node_id item) {
    const struct yaml_index *index = &input->index;
    struct span path = text_under(index, item, "path");
    struct span op = text_under(index, item, "op");
    node_id op_id = value_at(index, item, "op"), path_id = value_at(index, item, "path");
    bool create = span_is(op, "create");
    if (!create && !span_is(op, "overwrite") && !span_is(op, "append")) {
        found(input, RULE_FILE_OPERATION, op_id == 0 ? item : op_id,
              "op is create, overwrite or append; the last two need a file that is there",
              "unknown operation for file \"%.*s\": \"%.*s\"", SPAN_ARG(path),
              SPAN_ARG(op));
    } else if (path.size == 0) {
        found(input, RULE_FILE_OPERATION, path_id == 0 ? item : path_id,
              "give a path below /var", "the file has no path");
    } else if (create && !is_below_var(path) && !span_is(path, cri_part) &&
               !span_starts(path, manifests)) {
        found(input, RULE_FILE_OPERATION, path_id, "write it below /var",
              "create operation not allowed outside of /var: \"%.*s\"", SPAN_ARG(path));
    }
}

bool file_mode(const struct check_input *input, node_id item, unsigned *mode) {
    node_id id = value_at(&input->index, item, "permissions");
    *mode = 0;
    if (id == 0) {
        return true;
    }
    node_id target = node_follow(&input->index, id);
    uint64_t value = 0;
    bool good = node_type(&input->index, target) == SCALAR_INT &&
                scalar_integer(node_text(&input->index, target), &value) &&
                value <= MODE_MAX;
    *mode = good ? (unsigned)value : 0;
    return good;
}

/* 644 without a zero in front is a decimal number, 0o1204. */
static bool forgot_zero(struct span text, unsigned mode) {
    bool plain = text.size == 3 && text.data[0] != '0';
    for (size_t i = 0; plain && i < text.size; i++) {
        plain = text.data[i] >= '0' && text.data[i] <= '7';
    }
    return plain &&
           (mode > 0777 || mode == 400 || mode == 440 || mode == 444 || mode == 500);
}

static void check_permissions(struct check_input *input, node_id item) {
    static const char hint[] = "write permissions: 0o644";
    const struct yaml_index *index = &input->index;
    node_id id = value_at(index, item, "permissions");
    node_id target = id == 0 ? 0 : node_follow(index, id);
    const struct node *node = node_at(index, target);
    unsigned mode = 0;
    bool good = file_mode(input, item, &mode);
    if (id == 0) {
        found(input, RULE_FILE_PERMISSIONS, item, hint,
              "permissions are missing, which means 0000: nobody but root can read the "
              "file");
    } else if (node->kind == NODE_SCALAR && node_type(index, target) == SCALAR_STRING) {
        found(input, RULE_FILE_PERMISSIONS_TEXT, id, "leave the quotes out",
              "cannot construct !!str `%.*s` into v1alpha1.FileMode",
              SPAN_ARG(node_text(index, target)));
    } else if (span_starts(node_text(index, target), "-")) {
        found(input, RULE_FILE_PERMISSIONS_TEXT, id, hint,
              "cannot construct !!int `%.*s` into v1alpha1.FileMode: it is negative",
              SPAN_ARG(node_text(index, target)));
    } else if (good && forgot_zero(node_text(index, target), mode)) {
        found(input, RULE_FILE_PERMISSIONS, id, hint,
              "permissions are a number: the decimal %u is 0o%o", mode, mode);
    } else if (good && mode > 07777) {
        found(input, RULE_FILE_PERMISSIONS, id, hint, "0o%o is no mode of a file", mode);
    }
}

/* An append may follow; a second create or overwrite takes the place of the first. */
static void check_repeated(struct check_input *input, node_id item, struct strset *seen) {
    const struct yaml_index *index = &input->index;
    struct span path = text_under(index, item, "path");
    if (path.size == 0 || span_is(text_under(index, item, "op"), "append")) {
        return;
    }
    uint32_t first = strset_add(seen, path, item);
    if (first == 0) {
        input->failed = TAUTH_NO_MEMORY;
    } else if (first != item) {
        found(input, RULE_REPEATED_ITEM, value_at(index, item, "path"),
              first_one(input, first),
              "%.*s is written twice, and the last one stays: a patch that was applied "
              "again adds its items again",
              SPAN_ARG(path));
    }
}

static void check_files(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    node_id list = legacy_value(input, "machine.files");
    for (node_id item = first_item(index, list); item != 0 && input->failed == TAUTH_OK;
         item = next_item(index, item)) {
        bool mapping = node_at(index, node_follow(index, item))->kind == NODE_MAPPING;
        if (mapping && node_get(index, item, SPAN("$patch"), NULL) == 0) {
            check_operation(input, item);
            check_permissions(input, item);
            check_repeated(input, item, &seen);
        }
    }
}

static const struct check_row rows[] = {
    {RULE_FILE_OPERATION, ON(INPUT_TALOS), check_files},
};

const struct check_group files_group = {rows, ARRAY_SIZE(rows)};
