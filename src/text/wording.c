/* SPDX-License-Identifier: MIT */
#include "text/wording.h"

enum { LETTERS_ROW = 4, UPPER_MAX = 5, SHORT_PART = 4, LONG_PART = 20, DIGITS_MAX = 3 };

static bool is_upper(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

static bool is_lower(char byte) {
    return byte >= 'a' && byte <= 'z';
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* A word as people write it: vowels, and not many consonants in a row. */
static bool is_word_like(struct span word) {
    size_t row = 0;
    for (size_t i = 0; i < word.size; i++) {
        bool vowel = strchr("aeiouyAEIOUY", word.data[i]) != NULL;
        row = vowel ? 0 : row + 1;
        if (row > LETTERS_ROW) {
            return false;
        }
    }
    return word.size >= 2;
}

/* The end of a word: Kube, APIServer, talosauth. 0: it is none. */
static size_t wording_end(struct span run, size_t at, size_t *acronyms) {
    size_t upper = at, end;
    while (upper < run.size && is_upper(run.data[upper])) {
        upper++;
    }
    end = upper;
    while (end < run.size && is_lower(run.data[end])) {
        end++;
    }
    *acronyms += upper - at > 1;
    bool word = upper - at <= UPPER_MAX && end - upper >= 2 &&
                is_word_like(span_slice(run, at, end));
    return word && *acronyms <= 1 ? end : 0;
}

bool wording_words(struct span run) {
    size_t acronyms = 0;
    for (size_t at = 0; at < run.size;) {
        if (run.data[at] == '/') {
            at++;
            continue;
        }
        at = wording_end(run, at, &acronyms);
        if (at == 0) {
            return false;
        }
    }
    return true;
}

bool wording_letters(struct span run) {
    for (size_t i = 0; i < run.size; i++) {
        if (!is_lower(run.data[i])) {
            return false;
        }
    }
    return true;
}

/* etc, k8s, manifests, v1, sha256: a short one, or a word with a small number behind. */
static bool is_path_part(struct span part) {
    size_t letters = 0, digits;
    while (letters < part.size && is_lower(part.data[letters])) {
        letters++;
    }
    for (digits = letters; digits < part.size && is_digit(part.data[digits]);) {
        digits++;
    }
    if (part.size <= SHORT_PART) {
        return letters > 0 && (digits == part.size || span_is(part, "k8s"));
    }
    return digits == part.size && letters <= LONG_PART &&
           digits - letters <= DIGITS_MAX && is_word_like(span_slice(part, 0, letters));
}

/* Behind `option=` a path from the root may stand. */
static bool cut_option(struct span *run) {
    size_t equals = span_find(*run, '=');
    if (equals == run->size) {
        return true;
    }
    bool option = is_path_part(span_slice(*run, 0, equals));
    *run = span_slice(*run, equals + 1, run->size);
    return option && span_starts(*run, "/");
}

bool wording_path(struct span run) {
    size_t parts = 0;
    if (!cut_option(&run)) {
        return false;
    }
    for (size_t at = span_starts(run, "/") ? 1 : 0; at < run.size; parts++) {
        struct span rest = span_slice(run, at, run.size);
        size_t size = span_find(rest, '/');
        if (!is_path_part(span_slice(rest, 0, size))) {
            return false;
        }
        at += size + 1;
    }
    return parts > 1;
}
