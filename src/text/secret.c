/* SPDX-License-Identifier: MIT */
#include "text/secret.h"

#include "text/wording.h"

enum { BASE64_RUN = 24 };

bool secret_name(struct span key) {
    static const char *const exact[] = {"key", "auth", "jointoken", "client-key-data",
                                        "stringData"};
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
    while (end > 0 && strchr(" \t\"'\\", line.data[end - 1]) != NULL) {
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
        struct span key = line.data[i] == ':' ? key_before(line, i) : SPAN("");
        if (secret_name(key) || span_is(key, "data")) { /* of a Secret, it may be */
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

/* Where the key of a line begins: behind the dashes of a list. */
static size_t key_start(struct span line) {
    size_t at = indentation(line);
    while (at + 1 < line.size && line.data[at] == '-' && line.data[at + 1] == ' ') {
        at++;
        while (at < line.size && line.data[at] == ' ') {
            at++;
        }
    }
    at += at + 1 == line.size && line.data[at] == '-';
    return at;
}

/* The key in front of a value; empty where there is none. */
static struct span key_of(struct span line, size_t at) {
    while (at > 0 && strchr(" \t\"'", line.data[at - 1]) != NULL) {
        at--;
    }
    bool value = at > 0 && line.data[at - 1] == ':';
    return value ? key_before(line, at - 1) : SPAN("");
}

/* True when a key tells that its value is no secret. */
static bool is_open(struct span key) {
    static const char *const ends[] = {"kind",    "name", "path",     "url",   "image",
                                       "version", "file", "endpoint", "server"};
    for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
        size_t length = strlen(ends[i]);
        if (key.size >= length &&
            strncasecmp(key.data + key.size - length, ends[i], length) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a long run of the letters of base64 is words all the same. */
static bool is_harmless(struct span line, size_t at, struct span run) {
    struct span key = key_of(line, at);
    bool label = span_is(key, "name") || span_is(key, "namespace");
    return wording_path(run) || (is_open(key) && wording_words(run)) ||
           (label && wording_letters(run));
}

/* `*name : x` and `: x` behind `? name` do not say whose value x is. */
static bool has_hidden_key(struct span line) {
    size_t at = key_start(line);
    bool value = at + 1 < line.size && line.data[at] == ':' &&
                 strchr(" \t", line.data[at + 1]) != NULL;
    return value || (span_has(line, "*") && span_has(line, " :"));
}

/* An escape in a key can spell any name; a URL can carry a token or a password. */
static bool may_hide(struct span line) {
    return span_has(line, "\\u") || span_has(line, "\\x") || span_has(line, "\\U") ||
           span_has(line, "jointoken") || secret_options_in(line, "") ||
           span_has(line, "-client-secret=") || has_hidden_key(line) ||
           (span_has(line, "://") && span_has(line, "@"));
}

/* Behind the BEGIN line of a private key; SIZE_MAX when there is none. */
static size_t private_key(struct span line) {
    static const char label[] = "PRIVATE KEY-----";
    const char *hit = memmem(line.data, line.size, label, sizeof(label) - 1);
    bool begins = hit != NULL && span_has(line, "-----BEGIN ");
    return begins ? (size_t)(hit - line.data) + sizeof(label) - 1 : SIZE_MAX;
}

/* A line up to `end` with what looks like base64 masked. */
static void mask_runs(struct buf *out, struct span line, size_t end) {
    for (size_t at = 0; at < end;) {
        size_t stop = base64_end(line, at);
        struct span run = span_slice(line, at, stop);
        if (run.size >= BASE64_RUN && !is_harmless(line, at, run)) {
            buf_text(out, "******");
        } else {
            stop = stop == at ? at + 1 : stop;
            stop = stop > end ? end : stop;
            buf_append(out, line.data + at, stop - at);
        }
        at = stop;
    }
}

void secret_mask_line(struct buf *out, struct span line) {
    if (may_hide(line)) {
        buf_append(out, line.data, indentation(line));
        buf_text(out, "******");
        return;
    }
    size_t colon = secret_colon(line);
    const char *encrypted = memmem(line.data, line.size, "ENC[", 4); /* by SOPS */
    size_t end = encrypted == NULL ? line.size : (size_t)(encrypted - line.data);
    size_t key = private_key(line);
    end = key < end ? key : end;
    if (end < colon) {
        mask_runs(out, line, end);
        buf_text(out, "******");
        return;
    }
    mask_runs(out, line, colon);
    if (colon < line.size) {
        buf_text(out, colon + 1 < line.size ? ": ******" : ":");
    }
}

/* How many flow collections a line leaves open; less than 0: closes. */
static ptrdiff_t flow_opened(struct span line) {
    ptrdiff_t open = 0;
    for (size_t i = 0; i < line.size; i++) {
        open += line.data[i] == '{' || line.data[i] == '[';
        open -= line.data[i] == '}' || line.data[i] == ']';
    }
    return open;
}

static bool is_odd(struct span line, char quote) {
    bool odd = false;
    for (size_t i = 0; i < line.size; i++) {
        odd ^= line.data[i] == quote;
    }
    return odd;
}

/* A walk upwards from a line, as far as its document goes. */
struct climb {
    bool secret;      /* one was met */
    size_t least;     /* lines that are indented less may own the first one */
    ptrdiff_t opened; /* flow collections, from the line that is met to the first one */
    bool ended;       /* a private key */
};

/* True when a secret that begins on this line may reach the first one. */
static bool climb_over(struct climb *climb, struct span line) {
    size_t indent = indentation(line), key = key_start(line);
    bool comment = indent < line.size && line.data[indent] == '#';
    if (indent == line.size || comment) {
        return false;
    }
    bool secret = secret_colon(line) < line.size || may_hide(line);
    ptrdiff_t opened = flow_opened(line);
    climb->opened += secret && opened < 0 ? 0 : opened; /* it may have brackets in it */
    climb->secret |= secret;
    bool owner = key < climb->least;
    bool quoted = is_odd(line, '"') || is_odd(line, '\'');
    if ((secret && (owner || quoted)) || (climb->secret && climb->opened > 0)) {
        return true;
    }
    if (private_key(line) != SIZE_MAX && !climb->ended) {
        return true;
    }
    climb->ended |= span_has(line, "-----END ");
    size_t least =
        key > indent ? indent + 1 : indent; /* `key:` may stand above its `-` */
    climb->least = least < climb->least ? least : climb->least;
    return false;
}

enum { CLIMB_MAX = 64 * 1024 };

bool secret_continues(struct span text, size_t offset, bool broken) {
    size_t least = offset > CLIMB_MAX ? offset - CLIMB_MAX : 0;
    struct span first = span_slice(text, offset, text.size);
    first.size = span_find(first, '\n');
    size_t indent = indentation(first);
    indent += key_start(first) > indent || indent == first.size;
    struct climb climb = {.least = broken ? SIZE_MAX : indent};
    for (size_t end = offset; end > 0;) {
        const char *hit =
            end < least + 2 ? NULL : memrchr(text.data + least, '\n', end - 1 - least);
        if (hit == NULL && least > 0) {
            return true; /* nobody knows without looking on */
        }
        size_t start = hit == NULL ? 0 : (size_t)(hit - text.data) + 1;
        struct span line = span_slice(text, start, end - 1);
        if (span_starts(line, "---") && !span_starts(line, "-----")) {
            return false;
        }
        if (climb_over(&climb, line)) {
            return true;
        }
        end = start;
    }
    return false;
}
