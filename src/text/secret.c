/* SPDX-License-Identifier: MIT */
#include "text/secret.h"

enum { BASE64_RUN = 24 };

bool secret_name(struct span key) {
    static const char *const exact[] = {"key", "auth", "jointoken", "client-key-data"};
    static const char *const words[] = {"password",   "passphrase",   "token", "secret",
                                        "privatekey", "presharedkey", "apikey"};
    for (size_t i = 0; i < ARRAY_SIZE(exact); i++) {
        if (span_is(key, exact[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        size_t length = strlen(words[i]);
        for (size_t at = 0; at + length <= key.size; at++) {
            if (strncasecmp(key.data + at, words[i], length) == 0) {
                return true;
            }
        }
    }
    return false;
}

static const char *const secret_flags[] = {"--oidc-client-secret", "--password"};

bool secret_flag(struct span argument) {
    for (size_t i = 0; i < ARRAY_SIZE(secret_flags); i++) {
        size_t length = strlen(secret_flags[i]);
        if (span_starts(argument, secret_flags[i]) &&
            (argument.size == length || argument.data[length] == '=')) {
            return true;
        }
    }
    return false;
}

static bool is_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

static bool is_base64(char byte) {
    return (is_word(byte) && byte != '_' && byte != '-') || byte == '+' || byte == '/' ||
           byte == '=';
}

/* The word in front of a colon, quotes and blanks passed over. */
static struct span key_before(struct span line, size_t colon) {
    size_t end = colon;
    while (end > 0 && strchr(" \t\"'", line.data[end - 1]) != NULL) {
        end--;
    }
    size_t start = end;
    while (start > 0 && is_word(line.data[start - 1])) {
        start--;
    }
    return span_slice(line, start, end);
}

/* Offset of the first colon behind a secret's name, or the size. */
static size_t secret_colon(struct span line) {
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] == ':' && secret_name(key_before(line, i))) {
            return i;
        }
    }
    return line.size;
}

static size_t base64_end(struct span line, size_t at) {
    while (at < line.size && is_base64(line.data[at])) {
        at++;
    }
    return at;
}

static size_t indentation(struct span line) {
    size_t count = 0;
    while (count < line.size && line.data[count] == ' ') {
        count++;
    }
    return count;
}

/* An escape in a key can spell any name; a URL can carry a token or a password. */
static bool may_hide(struct span line) {
    for (size_t i = 0; i < ARRAY_SIZE(secret_flags); i++) {
        if (span_has(line, secret_flags[i])) {
            return true;
        }
    }
    return span_has(line, "\\u") || span_has(line, "\\x") || span_has(line, "\\U") ||
           span_has(line, "jointoken=") || span_has(line, "-client-secret") ||
           span_has(line, "--password") || (span_has(line, "://") && span_has(line, "@"));
}

void secret_mask_line(struct buf *out, struct span line) {
    if (may_hide(line)) {
        buf_append(out, line.data, indentation(line));
        buf_text(out, "******");
        return;
    }
    const char *encrypted = memmem(line.data, line.size, "ENC[", 4); /* by SOPS */
    size_t colon = secret_colon(line);
    if (encrypted != NULL && (size_t)(encrypted - line.data) < colon) {
        secret_mask_line(out, (struct span){line.data, (size_t)(encrypted - line.data)});
        buf_text(out, "******");
        return;
    }
    for (size_t at = 0; at < colon;) {
        size_t end = base64_end(line, at);
        if (end - at >= BASE64_RUN) {
            buf_text(out, "******");
        } else {
            end = end == at ? at + 1 : end;
            end = end > colon ? colon : end;
            buf_append(out, line.data + at, end - at);
        }
        at = end;
    }
    if (colon < line.size) {
        buf_text(out, colon + 1 < line.size ? ": ******" : ":");
    }
}

/* The lines it may belong to: the one above, and each above that is indented less. */
bool secret_continues(struct span text, size_t offset) {
    const char *hit = offset == 0 ? NULL : memrchr(text.data, '\n', offset);
    size_t end = hit == NULL ? 0 : (size_t)(hit - text.data);
    size_t least = SIZE_MAX;
    while (end > 0 && least > 0) {
        hit = memrchr(text.data, '\n', end);
        size_t start = hit == NULL ? 0 : (size_t)(hit - text.data) + 1;
        struct span line = span_slice(text, start, end);
        size_t indent = indentation(line);
        if (indent < line.size && indent < least) {
            if (secret_colon(line) < line.size) {
                return true;
            }
            least = indent;
        }
        end = start == 0 ? 0 : start - 1;
    }
    return false;
}
