/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/xattr.h>

#include "base/file.h"

/* Value of one extended attribute; false when there is none. */
static bool read_attribute(int fd, const char *name, struct buf *value) {
    ssize_t size = fgetxattr(fd, name, NULL, 0);
    value->size = 0;
    buf_reserve(value, size > 0 ? (size_t)size : 1);
    if (size < 0 || value->failed) {
        return false;
    }
    size = fgetxattr(fd, name, value->data, value->capacity);
    value->size = size < 0 ? 0 : (size_t)size;
    return size >= 0;
}

static enum tauth_status copy_attribute(const struct file_target *target, int to,
                                        const char *name, struct tauth_diags *diags) {
    _cleanup_buf_ struct buf old = {0};
    _cleanup_buf_ struct buf new = {0};
    if (!read_attribute(target->like->fd, name, &old)) {
        return old.failed ? TAUTH_NO_MEMORY : TAUTH_OK;
    }
    bool there =
        read_attribute(to, name, &new) && span_equal(buf_view(&old), buf_view(&new));
    if (there || fsetxattr(to, name, old.data, old.size, 0) == 0) {
        return TAUTH_OK;
    }
    return diag_file(diags, RULE_FILE_ATTRIBUTES, target->name,
                     "edit a copy, or run as the user who may set it",
                     "the extended attribute %s cannot be kept", name);
}

static enum tauth_status copy_attributes(const struct file_target *target, int to,
                                         struct tauth_diags *diags) {
    char names[4096];
    ssize_t size = flistxattr(target->like->fd, names, sizeof(names));
    if (size < 0) {
        bool none = errno == ENOTSUP || errno == ENOSYS;
        return none ? TAUTH_OK
                    : file_failed(diags, RULE_FILE_ATTRIBUTES, target->name,
                                  "cannot read the extended attributes", errno);
    }
    for (const char *name = names; name < names + size; name += strlen(name) + 1) {
        enum tauth_status status = copy_attribute(target, to, name, diags);
        if (status != TAUTH_OK) {
            return status;
        }
    }
    return TAUTH_OK;
}

static enum tauth_status copy_owner(const struct file_target *target, int to,
                                    struct tauth_diags *diags) {
    const struct stat *old = &target->like->stat;
    struct stat new;
    if (fstat(to, &new) != 0) {
        return file_failed(diags, RULE_FILE_WRITE, target->name,
                           "cannot look at the new file", errno);
    }
    bool same = new.st_uid == old->st_uid &&new.st_gid == old->st_gid;
    if (same || fchown(to, old->st_uid, old->st_gid) == 0) {
        return TAUTH_OK;
    }
    return diag_file(diags, RULE_FILE_OWNER, target->name,
                     "run as the owner of the file or as root",
                     "the file belongs to user %u, group %u, which cannot be kept",
                     old->st_uid, old->st_gid);
}

enum tauth_status file_set_attributes(const struct file_target *target, int fd,
                                      struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    if (target->like != NULL) {
        status = copy_owner(target, fd, diags);
    }
    if (status == TAUTH_OK && fchmod(fd, target->mode) != 0) {
        status = file_failed(diags, RULE_FILE_WRITE, target->name, "cannot set the mode",
                             errno);
    }
    if (status == TAUTH_OK && target->like != NULL) {
        status = copy_attributes(target, fd, diags);
    }
    return status;
}
