/* SPDX-License-Identifier: MIT */
/*
 * A program on top of libtalosauth: says what merging the settings of a Zitadel project
 * into a machine config would change. It writes nothing but its answer.
 *
 *     cc -o merge merge.c $(pkg-config --cflags --libs libtalosauth)
 *     ./merge controlplane.yaml
 *
 * Exit status: 0 when there is an answer, 1 when the config is refused, 2 otherwise.
 */
#include <stdio.h>
#include <talosauth/talosauth.h>

/* Settings are given one by one; what is not given comes from the provider's preset. */
static enum tauth_status give_settings(struct tauth_settings *settings,
                                       struct tauth_diags *diags) {
    static const struct {
        enum tauth_setting setting;
        const char *value;
    } rows[] = {
        {TAUTH_PROVIDER, "zitadel"},
        {TAUTH_ISSUER_URL, "https://zitadel.example.com"},
        {TAUTH_AUDIENCE, "340112345678901234"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        enum tauth_status status =
            tauth_settings_add(settings, rows[i].setting, rows[i].value, diags);
        if (status != TAUTH_OK) {
            return status;
        }
    }
    return TAUTH_OK;
}

/* Texts are not terminated by NUL, and an empty one may have no data at all. */
static void print_text(FILE *file, struct tauth_text text) {
    if (text.size > 0) {
        fwrite(text.data, 1, text.size, file);
    }
}

/* The library never prints: findings are asked for as text, or one by one as structs. */
static void print_findings(const struct tauth_diags *diags) {
    struct tauth_text text = {0};
    if (tauth_diags_text(diags, TAUTH_NOTE, false, &text) == TAUTH_OK) {
        print_text(stderr, text);
    }
    tauth_text_free(&text);
}

/* The diff shows secrets as ******, so it may be printed; tauth_merge_text() may not. */
static enum tauth_status print_diff(const struct tauth_merge_result *result) {
    struct tauth_text diff = {0};
    if (!tauth_merge_changed(result)) {
        puts("nothing to change");
        return TAUTH_OK;
    }
    enum tauth_status status = tauth_merge_diff(result, false, &diff);
    if (status == TAUTH_OK) {
        print_text(stdout, diff);
    }
    tauth_text_free(&diff);
    return status;
}

/* Read, merge, show. The file's text has to stay until the result is freed. */
static enum tauth_status show_merge(const char *path,
                                    const struct tauth_settings *settings,
                                    struct tauth_diags *diags) {
    struct tauth_file *file = NULL;
    struct tauth_merge_result *result = NULL;
    enum tauth_status status = tauth_file_read(path, false, &file, diags);
    if (status == TAUTH_OK) {
        status = tauth_merge(settings, NULL, path, tauth_file_text(file), &result, diags);
    }
    if (status == TAUTH_OK) {
        status = print_diff(result);
    }
    tauth_merge_free(result); /* NULL is fine */
    tauth_file_free(file);
    return status;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = tauth_settings_new();
    enum tauth_status status = TAUTH_NO_MEMORY;
    if (diags != NULL && settings != NULL) {
        status = give_settings(settings, diags);
    }
    if (status == TAUTH_OK) {
        status = show_merge(argv[1], settings, diags);
    }
    if (diags != NULL) {
        print_findings(diags);
    }
    /* Positive: an answer whose reason was printed. Negative: the machine failed. */
    if (status < TAUTH_OK) {
        fprintf(stderr, "%s: %s\n", argv[0], tauth_status_text(status));
    }
    tauth_settings_free(settings);
    tauth_diags_free(diags);
    return status == TAUTH_OK ? 0 : status == TAUTH_REFUSED ? 1 : 2;
}
