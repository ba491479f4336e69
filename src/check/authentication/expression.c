/* SPDX-License-Identifier: MIT */
/* What can be told of a CEL expression by its text. */
#include "check/authentication/jwt.h"

static bool is_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9');
}

/* Behind a quoted string that begins at `at`. */
static size_t skip_string(struct span text, size_t at) {
    char quote = text.data[at++];
    while (at < text.size && text.data[at] != quote) {
        at += text.data[at] == '\\' ? 2 : 1;
    }
    return at < text.size ? at + 1 : text.size;
}

static size_t skip_blanks(struct span text, size_t at) {
    while (at < text.size && strchr(" \t\r\n", text.data[at]) != NULL) {
        at++;
    }
    return at;
}

static struct span word_at(struct span text, size_t at) {
    size_t end = at;
    while (end < text.size && is_word(text.data[end])) {
        end++;
    }
    return span_slice(text, at, end);
}

bool expression_selects(struct span text, const char *field) {
    char last = '\0'; /* before the word */
    for (size_t at = 0; at < text.size;) {
        at = skip_blanks(text, at);
        if (at < text.size && (text.data[at] == '"' || text.data[at] == '\'')) {
            at = skip_string(text, at);
            last = '"';
            continue;
        }
        struct span word = word_at(text, at);
        if (word.size == 0) {
            last = at < text.size ? text.data[at] : '\0';
            at++;
            continue;
        }
        at = skip_blanks(text, at + word.size);
        if (last != '.' && span_is(word, "claims") && at < text.size &&
            text.data[at] == '.') {
            size_t next = skip_blanks(text, at + 1);
            next += next < text.size && text.data[next] == '?';
            if (span_is(word_at(text, skip_blanks(text, next)), field)) {
                return true;
            }
        }
        last = 'a';
    }
    return false;
}

/* Behind the bracket that closes the one at `at`; the size of the text without one. */
static size_t skip_bracket(struct span text, size_t at) {
    size_t depth = 0;
    while (at < text.size) {
        char byte = text.data[at];
        if (byte == '"' || byte == '\'') {
            at = skip_string(text, at);
            continue;
        }
        depth += byte == '(' || byte == '[' || byte == '{';
        at++;
        bool closes = byte == ')' || byte == ']' || byte == '}';
        if (closes && --depth == 0) {
            return at;
        }
    }
    return text.size;
}

/* The first such byte outside of brackets and strings, or the size of the text. */
static size_t find_bare(struct span text, size_t at, const char *bytes) {
    while (at < text.size && strchr(bytes, text.data[at]) == NULL) {
        char byte = text.data[at];
        bool open = byte == '(' || byte == '[' || byte == '{';
        at = byte == '"' || byte == '\'' ? skip_string(text, at)
             : open                      ? skip_bracket(text, at)
                                         : at + 1;
    }
    return at < text.size ? at : text.size;
}

/* Something else could come of it; .? only asks for a field. */
static bool has_operator(struct span text, size_t at, const char *bytes) {
    at = find_bare(text, at, bytes);
    while (at > 0 && at < text.size && text.data[at] == '?' && text.data[at - 1] == '.') {
        at = find_bare(text, at + 1, bytes);
    }
    return at < text.size;
}

static struct span trim(struct span text) {
    size_t start = skip_blanks(text, 0);
    while (text.size > start && strchr(" \t\r\n", text.data[text.size - 1]) != NULL) {
        text.size--;
    }
    return span_slice(text, start, text.size);
}

/* "oidc:" + ...: a text with a beginning that no name of Kubernetes has. */
static bool is_prefixed(struct span text) {
    static const char system[] = "system:";
    text = trim(text);
    if (text.size < 3 || strchr("\"'", text.data[0]) == NULL) {
        return false;
    }
    size_t end = skip_string(text, 0);
    struct span literal = span_slice(text, 1, end > 1 ? end - 1 : 1);
    size_t common = literal.size < sizeof(system) - 1 ? literal.size : sizeof(system) - 1;
    bool apart = literal.size > 0 && memcmp(literal.data, system, common) != 0 &&
                 span_find(literal, '\\') == literal.size;
    size_t next = skip_blanks(text, end);
    bool plus = next == text.size || text.data[next] == '+';
    return apart && plus && !has_operator(text, next, "?&|=<>!");
}

/* ["gha:" + claims.repository, ...] */
static bool is_prefixed_list(struct span text) {
    bool all = text.size > 2 && text.data[0] == '[' && skip_bracket(text, 0) == text.size;
    struct span inner = all ? span_slice(text, 1, text.size - 1) : SPAN("");
    for (size_t at = 0; all && at <= inner.size;) {
        size_t comma = find_bare(inner, at, ",");
        all = is_prefixed(span_slice(inner, at, comma));
        at = comma + 1;
    }
    return all;
}

/* dyn(claims.groups).map(g, "oidc:" + g): the last call makes the names. */
static bool is_prefixed_map(struct span text) {
    static const char map[] = ".map(";
    const size_t length = sizeof(map) - 1;
    size_t at = find_bare(text, 0, "."), open = text.size;
    while (at + length < text.size) {
        open = memcmp(text.data + at, map, length) == 0 ? at + length - 1 : text.size;
        at = find_bare(text, at + 1, ".");
    }
    if (open >= text.size || skip_bracket(text, open) != text.size) {
        return false;
    }
    struct span inner = span_slice(text, open + 1, text.size - 1);
    size_t comma = find_bare(inner, 0, ",");
    bool two = comma < inner.size && find_bare(inner, comma + 1, ",") == inner.size;
    return two && !has_operator(text, 0, "?&|=<>!+") &&
           is_prefixed(span_slice(inner, comma + 1, inner.size));
}

bool expression_is_prefixed(struct span expression) {
    struct span text = trim(expression);
    return is_prefixed(text) || is_prefixed_list(text) || is_prefixed_map(text);
}
