/* SPDX-License-Identifier: MIT */
#include <talosauth/validate.h>

#include <time.h>

#include "api/judge.h"
#include "api/text.h"
#include "base/status.h"
#include "check/across/across.h"
#include "check/run.h"
#include "text/date.h"
#include "text/report.h"

struct tauth_validation {
    struct check_options options;
    struct check_input **inputs;
    size_t count;
};

static void cleanup_validation(struct tauth_validation **validation) {
    tauth_validation_free(*validation);
}

static enum tauth_status refuse(struct tauth_diags *diags, const char *option,
                                const char *hint, const char *value) {
    return diag_option(diags, RULE_USAGE, option, hint, "\"%s\" is not understood",
                       value);
}

static bool find_level(struct span word, enum rule_level *out) {
    static const char *const levels[] = {
        [LEVEL_OFF] = "off", [LEVEL_WARN] = "warn", [LEVEL_ERROR] = "error"};
    for (enum rule_level level = LEVEL_OFF; level <= LEVEL_ERROR; level++) {
        if (span_is(word, levels[level])) {
            *out = level;
            return true;
        }
    }
    return false;
}

/* Of a rule, or of all rules of a class. */
static enum tauth_status take_rule(struct check_options *options, const char *text,
                                   struct tauth_diags *diags) {
    struct span whole = span_of(text);
    size_t equals = span_find(whole, '=');
    struct span name = span_slice(whole, 0, equals);
    enum rule_level level;
    bool known = false;
    if (equals < whole.size &&
        find_level(span_slice(whole, equals + 1, whole.size), &level)) {
        for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
            const struct rule_info *info = rule_info(rule);
            if (span_is(name, info->id) || span_is(name, rule_class_name(info->class))) {
                options->levels[rule] = level;
                known = true;
            }
        }
    }
    return known ? TAUTH_OK
                 : refuse(diags, "--rule",
                          "write ID=off, ID=warn or ID=error; ID is that of a rule or of "
                          "a class of rules, which talosauth help rules lists",
                          text);
}

/* "1.34", with or without v and patch level. */
static enum tauth_status take_kubernetes(struct check_options *options, const char *text,
                                         struct tauth_diags *diags) {
    struct talos_version version;
    if (text == NULL) {
        return TAUTH_OK;
    }
    if (!talos_version_parse(span_of(text), &version) || version.major != 1) {
        return refuse(diags, "--kubernetes-version", "write 1.N", text);
    }
    options->kube = (struct kube_range){(int)version.minor, (int)version.minor};
    return TAUTH_OK;
}

static enum tauth_status take_talos(struct check_options *options, const char *text,
                                    struct tauth_diags *diags) {
    if (text == NULL) {
        return TAUTH_OK;
    }
    options->has_talos = talos_version_parse(span_of(text), &options->talos);
    return options->has_talos
               ? TAUTH_OK
               : refuse(diags, "--talos-version", "write vX.Y or vX.Y.Z", text);
}

static enum tauth_status take_words(struct check_options *options,
                                    const struct tauth_validate_options *given,
                                    struct tauth_diags *diags) {
    static const char *const modes[] = {
        [MODE_METAL] = "metal", [MODE_CLOUD] = "cloud", [MODE_CONTAINER] = "container"};
    const char *mode = given->mode == NULL ? "metal" : given->mode;
    bool known = false;
    for (enum input_mode i = MODE_METAL; i <= MODE_CONTAINER; i++) {
        if (strcmp(mode, modes[i]) == 0) {
            options->mode = i;
            known = true;
        }
    }
    if (!known) {
        return refuse(diags, "--mode", "metal, cloud or container", mode);
    }
    options->as_config = given->as != NULL && strcmp(given->as, "config") == 0;
    options->as_patch = given->as != NULL && strcmp(given->as, "patch") == 0;
    return given->as == NULL || options->as_config || options->as_patch
               ? TAUTH_OK
               : refuse(diags, "--as", "config or patch", given->as);
}

static enum tauth_status take_time(struct check_options *options, const char *text,
                                   struct tauth_diags *diags) {
    options->now = time(NULL);
    return text == NULL || date_parse(span_of(text), &options->now)
               ? TAUTH_OK
               : refuse(diags, "--at", "write 2026-11-26 or 2026-11-26T08:30:00Z", text);
}

static enum tauth_status take_options(struct check_options *options,
                                      const struct tauth_validate_options *given,
                                      struct tauth_diags *diags) {
    enum tauth_status status = take_words(options, given, diags);
    status_keep(&status, take_kubernetes(options, given->kubernetes_version, diags));
    status_keep(&status, take_talos(options, given->talos_version, diags));
    status_keep(&status, take_time(options, given->at, diags));
    for (size_t i = 0; i < given->rule_count; i++) {
        status_keep(&status, take_rule(options, given->rules[i], diags));
    }
    options->strict = given->strict;
    return status;
}

enum tauth_status tauth_validation_new(const struct tauth_validate_options *given,
                                       size_t files, struct tauth_validation **out,
                                       struct tauth_diags *diags) {
    struct tauth_validate_options options = {0};
    if (given != NULL) { /* a caller of another version has another size */
        memcpy(&options, given,
               given->size < sizeof(options) ? given->size : sizeof(options));
    }
    _cleanup_(cleanup_validation) struct tauth_validation *validation =
        calloc(1, sizeof(*validation));
    if (validation == NULL) {
        return TAUTH_NO_MEMORY;
    }
    validation->inputs = calloc(files + 1, sizeof(struct check_input *));
    validation->count = files;
    if (validation->inputs == NULL) {
        return TAUTH_NO_MEMORY;
    }
    enum tauth_status status = take_options(&validation->options, &options, diags);
    if (status == TAUTH_OK) {
        *out = STEAL(validation);
    }
    return status;
}

enum tauth_status tauth_validation_file(struct tauth_validation *validation, size_t index,
                                        const char *name, struct tauth_text text) {
    struct check_input *input = calloc(1, sizeof(*input));
    if (input == NULL) {
        return TAUTH_NO_MEMORY;
    }
    validation->inputs[index] = input;
    enum tauth_status status = input_read(
        input, name, (struct span){text.data, text.size}, &validation->options);
    if (status == TAUTH_OK) {
        input->failed = judge_access(input);
    }
    return input->failed;
}

/* An access file says for which Talos the others are, unless an option does. */
static void take_access_version(struct tauth_validation *validation) {
    struct check_options *options = &validation->options;
    for (size_t i = 0; i < validation->count && !options->has_talos; i++) {
        const struct tauth_settings *access = validation->inputs[i]->access;
        if (access != NULL && access->has_talos) {
            options->talos = access->talos;
            options->has_talos = true;
        }
    }
}

enum tauth_status tauth_validation_finish(struct tauth_validation *validation) {
    enum tauth_status status = TAUTH_OK;
    size_t count = 0;
    for (size_t i = 0; i < validation->count; i++) {
        if (validation->inputs[i] !=
            NULL) { /* those that could not be read are left out */
            validation->inputs[count++] = validation->inputs[i];
        }
    }
    validation->count = count;
    take_access_version(validation);
    for (size_t i = 0; i < count; i++) {
        input_find_kube(validation->inputs[i]);
        check_run(validation->inputs[i]);
    }
    across_check(validation->inputs, count);
    for (size_t i = 0; i < count; i++) {
        status_keep(&status, check_finish(validation->inputs[i]));
    }
    return status;
}

size_t tauth_validation_count(const struct tauth_validation *validation,
                              enum tauth_severity severity) {
    size_t count = 0;
    for (size_t i = 0; i < validation->count; i++) {
        const struct tauth_diags *diags = &validation->inputs[i]->diags;
        for (size_t j = 0; j < diags->items.count; j++) {
            count += diags->items.items[j]->severity == severity;
        }
    }
    return count;
}

static const char *layout_of(const struct check_input *input) {
    return input->kind == INPUT_TALOS ? talos_layout_name(input->stream.layout) : NULL;
}

/* What all formats show; NULL without memory. */
static struct report_file *list_files(const struct tauth_validation *validation) {
    struct report_file *files = calloc(validation->count + 1, sizeof(*files));
    for (size_t i = 0; files != NULL && i < validation->count; i++) {
        const struct check_input *input = validation->inputs[i];
        files[i] = (struct report_file){input->name, layout_of(input), &input->diags};
    }
    return files;
}

enum tauth_status tauth_validation_report(const struct tauth_validation *validation,
                                          enum tauth_report_format format,
                                          enum tauth_severity least, bool color,
                                          struct tauth_text *out) {
    _cleanup_buf_ struct buf text = {0};
    _cleanup_(cleanup_free) struct report_file *files = list_files(validation);
    if (files == NULL) {
        return TAUTH_NO_MEMORY;
    }
    struct report report = {files, validation->count, least, color};
    report_write(&text, &report, format);
    return text_hand_out(&text, out);
}

enum tauth_status tauth_validation_summary(const struct tauth_validation *validation,
                                           struct tauth_text *out) {
    _cleanup_buf_ struct buf text = {0};
    _cleanup_(cleanup_free) struct report_file *files = list_files(validation);
    if (files == NULL) {
        return TAUTH_NO_MEMORY;
    }
    struct report report = {.files = files, .count = validation->count};
    report_summary(&text, &report);
    return text_hand_out(&text, out);
}

void tauth_validation_free(struct tauth_validation *validation) {
    if (validation == NULL) {
        return;
    }
    for (size_t i = 0; validation->inputs != NULL && i < validation->count; i++) {
        if (validation->inputs[i] != NULL) {
            input_deinit(validation->inputs[i]);
            free(validation->inputs[i]);
        }
    }
    free(validation->inputs);
    free(validation);
}
