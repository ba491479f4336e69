/* SPDX-License-Identifier: MIT */
/* Options whose values are secrets, in arguments and in lines of text. */
#include "text/nearest.h"
#include "text/secret.h"

enum { OPTION_MAX = 32 };

static bool is_word(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

static const char *option_name(const void *context, size_t index) {
    static const char *const names[] = {"--oidc-client-secret", "--client-secret",
                                        "--password", "--token"};
    (void)context;
    return index < ARRAY_SIZE(names) ? names[index] : NULL;
}

/* Misspelt ones too. */
static bool is_secret_option(struct span option) {
    static const char *const words[] = {"secret", "passw", "passphrase"};
    char text[OPTION_MAX + 1] = "";
    if (!span_starts(option, "-") || option.size > 2 * OPTION_MAX) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (span_has(option, words[i])) {
            return true;
        }
    }
    size_t size = option.size < OPTION_MAX ? option.size : OPTION_MAX;
    memcpy(text, option.data, size);
    return span_ends(option, "token") || nearest(text, option_name, NULL) != NULL;
}

/* Behind the next word from `*at` on that begins with a dash; false when there is none. */
static bool next_option(struct span text, size_t *at, struct span *option) {
    size_t start = *at;
    while (start < text.size &&
           (text.data[start] != '-' || (start > 0 && is_word(text.data[start - 1])))) {
        start++;
    }
    size_t end = start;
    while (end < text.size && is_word(text.data[end])) {
        end++;
    }
    *option = span_slice(text, start, end);
    *at = end;
    return start < text.size;
}

bool secret_options_in(struct span text, const char *behind) {
    struct span option;
    for (size_t at = 0; next_option(text, &at, &option);) {
        bool value = at < text.size && strchr(behind, text.data[at]) != NULL;
        if ((value || *behind == '\0') && is_secret_option(option)) {
            return true;
        }
    }
    return false;
}

bool secret_argument(struct span argument) {
    return span_find(argument, '-') < argument.size &&
           secret_options_in(argument, "= \t");
}

bool secret_option(struct span argument) {
    struct span option;
    size_t at = 0;
    return span_starts(argument, "-") && next_option(argument, &at, &option) &&
           at == argument.size && is_secret_option(option);
}
