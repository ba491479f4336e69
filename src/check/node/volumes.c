/* SPDX-License-Identifier: MIT */
/* What the API server of the legacy layout sees of the node: extraVolumes. */
#include "base/strset.h"
#include "check/groups.h"
#include "check/input/places.h"
#include "check/node/files.h"
#include "talos/flag.h"
#include "talos/pod.h"
#include "text/path.h"

enum { LABEL_MAX = 63 };

static node_id volumes(const struct check_input *input) {
    return legacy_value(input, "cluster.apiServer.extraVolumes");
}

static node_id files(const struct check_input *input) {
    return legacy_value(input, "machine.files");
}

static bool is_label(const char *name) {
    size_t length = strlen(name);
    return length > 0 && length <= LABEL_MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* Names of the volumes that are there anyway; tmp since 1.14.0-alpha.2. */
static void check_taken(struct check_input *input, node_id path, const char *name) {
    bool old = strcmp(name, "secrets") == 0 || strcmp(name, "config") == 0 ||
               strcmp(name, "audit") == 0;
    enum range_verdict tmp =
        strcmp(name, "tmp") == 0 ? talos_since(input, 14) : RANGE_NEVER;
    if (old || tmp != RANGE_NEVER) {
        found_as(
            input, RULE_VOLUME_NAME, tmp == RANGE_SOMETIMES ? &severity_warning : NULL,
            path, "mount it at another path",
            "Talos names the volume \"%s\", and the pod of the API server has one of "
            "that name already%s",
            name, tmp == RANGE_SOMETIMES ? " from Talos 1.14 on" : "");
    }
}

static void check_name(struct check_input *input, node_id path, struct strset *seen) {
    const struct yaml_index *index = &input->index;
    struct span text = node_text(index, node_follow(index, path));
    const char *name = volume_name(&input->arena, text);
    if (name == NULL) {
        input->failed = TAUTH_NO_MEMORY;
        return;
    }
    if (!is_label(name)) {
        found(
            input, RULE_VOLUME_NAME, path,
            "mount it at another path: letters in lower case, digits and -, no more than "
            "63 of them",
            "Talos names the volume after its mountPath, and \"%s\" is no DNS label: the "
            "pod of the API server is refused",
            name);
    } else {
        check_taken(input, path, name);
    }
    uint32_t first = strset_add(seen, span_of(name), path);
    if (first == 0) {
        input->failed = TAUTH_NO_MEMORY;
    } else if (first != path) {
        found(input, RULE_VOLUME_NAME, path, first_one(input, first),
              "two volumes get the name \"%s\": the pod of the API server is refused; a "
              "patch that was applied again adds its items again",
              name);
    }
}

static void check_names(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    for (node_id item = first_item(index, volumes(input));
         item != 0 && input->failed == TAUTH_OK; item = next_item(index, item)) {
        node_id path = value_at(index, item, "mountPath");
        if (path != 0 && node_at(index, node_follow(index, path))->kind == NODE_SCALAR) {
            check_name(input, path, &seen);
        }
    }
}

/* A missing host path becomes a directory, where the file cannot be written later. */
static void check_file_mounts(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    node_id item =
        first_item(index, volumes(input)) == 0 ? 0 : first_item(index, files(input));
    for (; item != 0; item = next_item(index, item)) {
        struct span path = text_under(index, item, "path");
        if (path.size > 0 && strset_add(&seen, path, item) == 0) {
            input->failed = TAUTH_NO_MEMORY;
            return;
        }
    }
    for (item = first_item(index, volumes(input)); item != 0 && seen.count > 0;
         item = next_item(index, item)) {
        node_id host = value_at(index, item, "hostPath");
        struct span path = text_under(index, item, "hostPath");
        if (path.size > 0 && strset_find(&seen, path) != 0) {
            found(
                input, RULE_VOLUME_FILE, host,
                "mount the directory of the file, and reboot after adding both",
                "a file is mounted: where it is not written yet, a directory is made in "
                "its place, and the next boot stops at it");
        }
    }
}

static void check_readable(struct check_input *input, node_id flag, node_id file) {
    const struct yaml_index *index = &input->index;
    node_id permissions = value_at(index, file, "permissions");
    unsigned mode;
    if (file_mode(input, file, &mode) && (mode & 04) == 0) {
        found(input, RULE_FILE_UNREADABLE, permissions == 0 ? file : permissions,
              "write permissions: 0o644",
              "open %.*s: permission denied: the API server runs as user 65534, and the "
              "mode is 0o%03o",
              SPAN_ARG(node_text(index, node_follow(index, flag))), mode);
    }
}

static void check_mounted(struct check_input *input, node_id flag, node_id volume,
                          struct span rest) {
    const struct yaml_index *index = &input->index;
    struct span path = node_text(index, node_follow(index, flag));
    node_id host_id = value_at(index, volume, "hostPath");
    struct span host = trim_path(text_under(index, volume, "hostPath"));
    node_id file = pod_find_file(&input->stream, host, rest);
    node_id stray = pod_find_file(&input->stream, path, SPAN(""));
    if (file != 0) {
        check_readable(input, flag, file);
    } else if (stray != 0) {
        found(input, RULE_FILE_NOT_MOUNTED, host_id == 0 ? volume : host_id,
              "let hostPath be the directory that machine.files writes to",
              "open %.*s: no such file or directory: it is written, but what is mounted "
              "there is %.*s",
              SPAN_ARG(path), SPAN_ARG(host));
    } else if (!span_starts(host, "/system/") && !span_starts(host, "/etc/ssl")) {
        found_as(input, RULE_FILE_NOT_MOUNTED, &severity_warning, flag,
                 "add it to machine.files",
                 "open %.*s: no such file or directory: no item of machine.files writes "
                 "%.*s%.*s",
                 SPAN_ARG(path), SPAN_ARG(host), SPAN_ARG(rest));
    }
}

static void check_path(struct check_input *input, node_id flag, const void *context) {
    const struct yaml_index *index = &input->index;
    struct span path = node_text(index, node_follow(index, flag)), rest = {NULL, 0};
    (void)context;
    for (node_id item = first_item(index, flag); item != 0;
         item = next_item(index, item)) {
        if (node_at(index, node_follow(index, item))->kind == NODE_SCALAR &&
            next_item(index, item) == 0) {
            check_path(input, item, NULL); /* the last one counts */
        }
    }
    if (path.size == 0 || is_null(index, flag) || span_starts(path, "/etc/ssl/") ||
        span_starts(path, "/system/")) {
        return;
    }
    node_id volume = pod_find_volume(&input->stream, path, &rest);
    if (volume != 0) {
        check_mounted(input, flag, volume, rest);
        return;
    }
    bool written = pod_find_file(&input->stream, path, SPAN("")) != 0;
    found(input, RULE_FILE_NOT_MOUNTED, flag,
          written ? "mount its directory with cluster.apiServer.extraVolumes"
                  : "write it with machine.files, and mount its directory with "
                    "cluster.apiServer.extraVolumes",
          "open %.*s: no such file or directory: nothing is mounted there in the pod of "
          "the API server",
          SPAN_ARG(path));
}

static void check_flags(struct check_input *input) {
    if (input->stream.config && !is_worker(input)) {
        node_id arguments = legacy_value(input, "cluster.apiServer.extraArgs");
        const struct yaml_index *index = &input->index;
        for (node_id key = first_key(index, arguments); key != 0;
             key = next_key(index, key)) {
            struct span name = node_text(index, node_follow(index, key));
            if (flag_is(name, "oidc-ca-file") || flag_is(name, "authentication-config")) {
                check_path(input, node_at(index, key)->next, NULL);
            }
        }
    }
}

static const struct check_row rows[] = {
    {RULE_VOLUME_NAME, ON(INPUT_TALOS), check_names},
    {RULE_VOLUME_FILE, ON(INPUT_TALOS), check_file_mounts},
    {RULE_FILE_NOT_MOUNTED, ON(INPUT_TALOS), check_flags},
};

const struct check_group volumes_group = {rows, ARRAY_SIZE(rows)};
