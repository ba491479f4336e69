/* SPDX-License-Identifier: MIT */
/* The CA of the issuer in the legacy layout: a file of the node, mounted into the pod. */
#include "model/setting-place.h"
#include "talos/copies.h"
#include "talos/flag.h"
#include "talos/pod.h"
#include "talos/refuse.h"
#include "text/path.h"

struct parts {
    struct talos_stream *stream; /* NULL: nothing is there yet */
    struct talos_merge *merge;
    struct arena *arena;
    struct own_items files;
    struct own_items volumes;
    node_id file;
    node_id last_file; /* where there are several, the node has this one */
    node_id volume;
};

static bool holds(const struct parts *parts, node_id item, const struct want *want) {
    const struct yaml_index *index = parts->stream == NULL ? NULL : parts->stream->index;
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        node_id value = item == 0 ? 0 : node_get(index, item, child->key, NULL);
        if (value == 0 || !want_equals_node(child, index, value)) {
            return false;
        }
    }
    return true;
}

static struct want *plain(struct arena *arena, struct want *item, const char *key,
                          struct span text) {
    struct want *want = want_child(arena, item, span_of(key), WANT_PLAIN);
    if (want != NULL) {
        want->text = text;
    }
    return want;
}

/*
 * World-readable, because the API server runs as uid 65534; `create` also overwrites
 * (siderolabs/talos v1alpha1_sequencer_tasks.go:505-617).
 */
static struct want *file_item(const struct parts *parts) {
    struct arena *arena = parts->arena;
    struct want *item = want_new(arena, WANT_MAPPING);
    want_string(arena, item, "content", parts->merge->oidc->issuer_ca);
    plain(arena, item, "permissions", SPAN("0o644"));
    want_string(arena, item, "path", SPAN(OWN_AUTHORITY_FILE));
    return want_string(arena, item, "op", SPAN("create")) == NULL ? NULL : item;
}

/* The directory as it stands there: slashes at the end do not make another one of it. */
static struct span directory(const struct parts *parts, const char *key) {
    const struct yaml_index *index = parts->stream == NULL ? NULL : parts->stream->index;
    node_id value =
        parts->volume == 0 ? 0 : node_get(index, parts->volume, span_of(key), NULL);
    struct span text =
        value == 0 ? SPAN("") : node_text(index, node_follow(index, value));
    return span_is(trim_path(text), OWN_DIRECTORY) ? text : SPAN(OWN_DIRECTORY);
}

/* `yes`, also in quotes, is what Talos reads as true. */
static void keep_true(const struct parts *parts, struct want *readonly) {
    const struct yaml_index *index = parts->stream == NULL ? NULL : parts->stream->index;
    node_id value =
        parts->volume == 0 ? 0 : node_get(index, parts->volume, SPAN("readonly"), NULL);
    value = value == 0 ? 0 : node_follow(index, value);
    if (value == 0 || readonly == NULL || node_type(index, value) != SCALAR_STRING ||
        !scalar_is_true(node_text(index, value), false)) {
        return;
    }
    readonly->kind = WANT_STRING;
    readonly->text = node_text(index, value);
}

/* The directory, not the file: containerd makes a directory of a missing host path. */
static struct want *volume_item(const struct parts *parts) {
    struct arena *arena = parts->arena;
    struct want *item = want_new(arena, WANT_MAPPING);
    want_string(arena, item, "hostPath", directory(parts, "hostPath"));
    want_string(arena, item, "mountPath", directory(parts, "mountPath"));
    struct want *readonly = plain(arena, item, "readonly", SPAN("true"));
    keep_true(parts, readonly);
    return readonly == NULL ? NULL : item;
}

static struct want *child_list(const struct parts *parts, struct want *root,
                               const char *outer, const char *inner, const char *key) {
    struct want *parent = root;
    const char *const names[] = {outer, inner};
    for (size_t i = 0; i < ARRAY_SIZE(names) && parent != NULL; i++) {
        if (names[i] != NULL) {
            struct want *there = want_get(parent, span_of(names[i]));
            parent = there != NULL ? there
                                   : want_child(parts->arena, parent, span_of(names[i]),
                                                WANT_MAPPING);
        }
    }
    return want_child(parts->arena, parent, span_of(key), WANT_SEQUENCE);
}

/* Asked for by a list that the parts go to. */
static struct want *files_list(const struct parts *parts, struct want *root) {
    return child_list(parts, root, "machine", NULL, "files");
}

static struct want *volumes_list(const struct parts *parts, struct want *root) {
    return child_list(parts, root, "cluster", "apiServer", "extraVolumes");
}

static bool is_flagged(const struct parts *parts) {
    const struct yaml_index *index = parts->stream->index;
    node_id flags = talos_legacy_path(parts->stream, "cluster", "apiServer", "extraArgs");
    node_id flag = flags == 0 ? 0 : node_get(index, flags, SPAN("oidc-ca-file"), NULL);
    return flag != 0 && node_is_text(index, flag, OWN_AUTHORITY_FILE);
}

/* What is between the config and a running node, which writes files at boot only. */
static enum authority_state find_state(const struct parts *parts, const struct want *file,
                                       const struct want *volume) {
    if (parts->stream == NULL || parts->file == 0 ||
        !holds(parts, parts->volume, volume)) {
        return AUTHORITY_NEW;
    }
    bool same = holds(parts, parts->last_file, file);
    if (is_flagged(parts)) {
        return same ? AUTHORITY_SAME : AUTHORITY_CHANGES;
    }
    return parts->merge->files_only ? same ? AUTHORITY_SAME : AUTHORITY_CHANGES
           : same                   ? AUTHORITY_FLAG_NEW
                                    : AUTHORITY_NEW;
}

enum tauth_status authority_warn(const struct talos_merge *merge,
                                 struct tauth_diags *diags) {
    static const char staged[] =
        "apply with --mode=staged and reboot, one control-plane node at a time";
    const struct setting_place place = {merge->oidc->settings, TAUTH_ISSUER_CA, 0};
    switch (merge->authority) {
    case AUTHORITY_SAME:
        return TAUTH_OK;
    case AUTHORITY_CHANGES:
        return setting_report(
            &place, diags, RULE_CA_NEEDS_REBOOT, staged,
            "%s is written at the next boot of each node, which has the "
            "old one until then",
            OWN_AUTHORITY_FILE);
    case AUTHORITY_FLAG_NEW:
        return setting_report(
            &place, diags, RULE_CA_NEEDS_REBOOT,
            "go on when every control-plane node was rebooted with it; else apply with "
            "--mode=staged and reboot, one control-plane node at a time",
            "the flags act at once, and %s is there only on nodes that were rebooted since "
            "it came into their config",
            OWN_AUTHORITY_FILE);
    default:
        break;
    }
    if (merge->files_only) {
        return setting_report(
            &place, diags, RULE_CA_NEEDS_REBOOT,
            "apply with --mode=staged and reboot, one control-plane node at a time; then "
            "again without --files-only",
            "%s is written at the next boot of each node", OWN_AUTHORITY_FILE);
    }
    return setting_report(
        &place, diags, RULE_CA_NEEDS_REBOOT,
        "apply with --mode=staged and reboot, one control-plane node at a time; or write "
        "the file first with --files-only, which is harmless",
        "%s is written at boot only, but the flags act at once: the API server of a node "
        "fails from the moment they are applied until it is rebooted",
        OWN_AUTHORITY_FILE);
}

static enum tauth_status drop_copies(const struct parts *parts, struct want *files,
                                     struct want *volumes) {
    enum tauth_status status = copies_drop(parts->stream, parts->merge, parts->arena,
                                           &parts->files, parts->file, files);
    return status == TAUTH_OK ? copies_drop(parts->stream, parts->merge, parts->arena,
                                            &parts->volumes, parts->volume, volumes)
                              : status;
}

/* Talos names volumes after their mountPath, and a pod has each name once. */
static enum tauth_status refuse_name(const struct parts *parts) {
    const struct yaml_index *index = parts->stream->index;
    const char *own = volume_name(parts->arena, SPAN(OWN_DIRECTORY));
    node_id list = parts->volumes.list == 0 ? 0 : node_follow(index, parts->volumes.list);
    bool sequence = list != 0 && node_at(index, list)->kind == NODE_SEQUENCE;
    for (node_id item = sequence ? node_at(index, list)->first : 0; item != 0;
         item = node_at(index, item)->next) {
        node_id path = node_get(index, item, SPAN("mountPath"), NULL);
        struct span text =
            path == 0 ? SPAN("") : node_text(index, node_follow(index, path));
        const char *name = volume_name(parts->arena, text);
        if (name == NULL || own == NULL) {
            return TAUTH_NO_MEMORY;
        }
        if (strcmp(name, own) == 0 && !span_is(trim_path(text), OWN_DIRECTORY)) {
            return node_report(parts->stream->diags, RULE_VOLUME_NAME, index, path,
                               "mount it at another path: " OWN_DIRECTORY
                               " gets that name too",
                               "two volumes get the name \"%s\": the pod of the API "
                               "server is refused",
                               name);
        }
    }
    return TAUTH_OK;
}

static enum tauth_status want_parts(const struct parts *parts, struct want *root) {
    struct want *files = files_list(parts, root), *volumes = volumes_list(parts, root);
    struct want *file = want_adopt(files, file_item(parts));
    struct want *volume = want_adopt(volumes, volume_item(parts));
    if (file == NULL || volume == NULL) {
        return TAUTH_NO_MEMORY;
    }
    file->item = parts->file;
    volume->item = parts->volume;
    parts->merge->authority = find_state(parts, file, volume);
    if (parts->stream == NULL) {
        return TAUTH_OK;
    }
    enum tauth_status status = refuse_name(parts);
    if (status == TAUTH_OK) {
        status = refuse_encrypted(parts->stream, parts->file);
    }
    if (status == TAUTH_OK) {
        status = refuse_encrypted(parts->stream, parts->volume);
    }
    if (status == TAUTH_OK) {
        status = drop_copies(parts, files, volumes);
    }
    return status == TAUTH_OK && !parts->merge->patch
               ? authority_warn(parts->merge, parts->stream->diags)
               : status;
}

/* One of ours that is there without being asked for. */
static enum tauth_status leftover(const struct parts *parts, node_id item,
                                  struct want *list, const char *what) {
    if (list != NULL) {
        struct want *gone = want_item(parts->arena, list, WANT_REMOVE);
        if (gone != NULL) {
            gone->item = item;
        }
        return gone == NULL ? TAUTH_NO_MEMORY : TAUTH_OK;
    }
    parts->merge->leftovers++;
    return node_report(parts->stream->diags, RULE_LEFTOVER, parts->stream->index, item,
                       parts->merge->patch
                           ? "it is kept: a patch cannot remove it, `merge --prune` can"
                           : "it is kept; --prune removes it",
                       "%s is not among the settings", what);
}

static enum tauth_status take_leftovers(const struct parts *parts, struct want *root) {
    bool prune = parts->merge->prune;
    enum tauth_status status = TAUTH_OK;
    bool take_volumes = parts->volume != 0 && flag_mount_user(parts->stream, true) == 0;
    struct want *files = prune && parts->file != 0 ? files_list(parts, root) : NULL;
    struct want *volumes = prune && take_volumes ? volumes_list(parts, root) : NULL;
    for (node_id file = parts->file; file != 0 && status == TAUTH_OK;
         file = talos_own_item(parts->stream, &parts->files, file)) {
        status = leftover(parts, file, files, "the file " OWN_AUTHORITY_FILE);
    }
    for (node_id volume = take_volumes ? parts->volume : 0;
         volume != 0 && status == TAUTH_OK;
         volume = talos_own_item(parts->stream, &parts->volumes, volume)) {
        status = leftover(parts, volume, volumes, "the mount of " OWN_DIRECTORY);
    }
    return status;
}

enum tauth_status authority_merge(struct talos_stream *stream, struct talos_merge *merge,
                                  struct arena *arena, struct want *root) {
    struct parts parts = {.stream = stream, .merge = merge, .arena = arena};
    if (merge->oidc == NULL) {
        return TAUTH_OK;
    }
    if (stream != NULL) {
        node_id files = talos_legacy_path(stream, "machine", "files", NULL);
        node_id volumes =
            talos_legacy_path(stream, "cluster", "apiServer", "extraVolumes");
        parts.files = (struct own_items){files, "path", OWN_AUTHORITY_FILE};
        parts.volumes = (struct own_items){volumes, "mountPath", OWN_DIRECTORY};
        parts.file = talos_own_item(stream, &parts.files, 0);
        parts.volume = talos_own_item(stream, &parts.volumes, 0);
        for (node_id file = parts.file; file != 0;
             file = talos_own_item(stream, &parts.files, file)) {
            parts.last_file = file;
        }
    }
    return merge->oidc->issuer_ca.size > 0 ? want_parts(&parts, root)
                                           : take_leftovers(&parts, root);
}
