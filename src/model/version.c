/* SPDX-License-Identifier: MIT */
#include "model/version.h"

enum { ALPHA, BETA, RC, RELEASE };

static bool take_number(struct span *text, uint32_t *out) {
    uint32_t value = 0;
    size_t digits = 0;
    while (digits < text->size && digits < 6 && text->data[digits] >= '0' &&
           text->data[digits] <= '9') {
        value = value * 10 + (uint32_t)(text->data[digits] - '0');
        digits++;
    }
    *text = span_slice(*text, digits, text->size);
    *out = value;
    return digits > 0;
}

static bool take_text(struct span *text, const char *word) {
    if (!span_starts(*text, word)) {
        return false;
    }
    *text = span_slice(*text, strlen(word), text->size);
    return true;
}

static bool take_stage(struct span *text, struct talos_version *version) {
    static const char *const stages[] = {"-alpha.", "-beta.", "-rc."};
    for (uint32_t stage = ALPHA; stage <= RC; stage++) {
        if (take_text(text, stages[stage])) {
            version->stage = stage;
            return take_number(text, &version->number);
        }
    }
    return false;
}

bool talos_version_parse(struct span text, struct talos_version *out) {
    struct talos_version version = {.stage = RELEASE};
    take_text(&text, "v");
    bool valid = take_number(&text, &version.major) && take_text(&text, ".") &&
                 take_number(&text, &version.minor);
    if (valid && take_text(&text, ".")) {
        valid = take_number(&text, &version.patch) &&
                (text.size == 0 || take_stage(&text, &version));
    }
    if (!valid || text.size > 0) {
        return false;
    }
    *out = version;
    return true;
}

int talos_version_compare(const struct talos_version *left,
                          const struct talos_version *right) {
    const uint32_t a[] = {left->major, left->minor, left->patch, left->stage,
                          left->number};
    const uint32_t b[] = {right->major, right->minor, right->patch, right->stage,
                          right->number};
    for (size_t i = 0; i < sizeof(a) / sizeof(a[0]); i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

bool talos_takes_list_arguments(const struct talos_version *version) {
    static const struct talos_version fixed_13 = {1, 13, 6, ALPHA, 0};
    static const struct talos_version next = {1, 14, 0, ALPHA, 0};
    static const struct talos_version fixed_14 = {1, 14, 0, BETA, 0};
    bool in_13 = talos_version_compare(version, &fixed_13) >= 0 &&
                 talos_version_compare(version, &next) < 0;
    return in_13 || talos_version_compare(version, &fixed_14) >= 0;
}

bool talos_generates_multidoc(const struct talos_version *version) {
    static const struct talos_version first = {1, 14, 0, ALPHA, 2};
    return talos_version_compare(version, &first) >= 0;
}
