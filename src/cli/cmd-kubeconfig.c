/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/attr.h"
#include "cli/change-file.h"
#include "cli/change.h"
#include "cli/kubelogin.h"
#include "cli/report.h"
#include "cli/rows.h"
#include "cli/trust.h"

/* The files that a kubeconfig is made from. */
struct sources {
    struct tauth_file *ca;
    struct tauth_file *from;
};

static void sources_deinit(struct sources *sources) {
    tauth_file_free(sources->ca);
    tauth_file_free(sources->from);
}

static enum tauth_status read_one(const char *path, struct tauth_file **file,
                                  struct tauth_named_text *out,
                                  struct tauth_diags *diags) {
    if (path == NULL) {
        return TAUTH_OK;
    }
    enum tauth_status status = tauth_file_read(path, false, file, diags);
    if (status == TAUTH_OK) {
        *out = (struct tauth_named_text){path, tauth_file_text(*file)};
    }
    return status;
}

static bool is_stdin(const char *path) {
    return path != NULL && strcmp(path, "-") == 0;
}

enum { TIMEOUT_MAX = 600, MILLISECONDS = 1000 };

/* Seconds as given, in milliseconds; 0 for none, and for what is no such number. */
static uint32_t timeout_of(const struct arguments *arguments) {
    char *end;
    long seconds = arguments->timeout == NULL ? 0 : strtol(arguments->timeout, &end, 10);
    bool good = arguments->timeout != NULL && end != arguments->timeout && *end == '\0' &&
                seconds > 0 && seconds <= TIMEOUT_MAX;
    return good ? (uint32_t)seconds * MILLISECONDS : 0;
}

static enum tauth_status take_options(const struct arguments *arguments,
                                      struct sources *sources, struct trust *trust,
                                      struct tauth_kubeconfig_options *out,
                                      struct tauth_diags *diags) {
    *out = (struct tauth_kubeconfig_options){
        .size = sizeof(*out),
        .cluster = arguments->cluster_name,
        .context = arguments->context_name,
        .user = arguments->user_entry,
        .namespace_name = arguments->namespace_name,
        .tls_server_name = arguments->tls_server_name,
        .user_name = arguments->user_name,
        .exec_command = arguments->exec_command,
        .token_cache_storage = arguments->token_cache_storage,
        .listen_addresses = arguments->listen_addresses.items,
        .listen_address_count = arguments->listen_addresses.count,
        .compat = arguments->compat,
        .device = arguments->device,
        .both_flows = arguments->both_flows,
        .trust_leaf = arguments->trust_leaf,
        .ca_from_server = arguments->ca_from_server,
        .expect_fingerprint = arguments->expect_fingerprint,
        .timeout = timeout_of(arguments),
        .no_proxy = arguments->no_proxy,
        .confirm = trust_ask,
        .confirm_context = trust,
        .use = arguments->use,
        .force = arguments->force,
    };
    enum tauth_status status =
        read_one(arguments->cluster_ca, &sources->ca, &out->ca, diags);
    return status == TAUTH_OK
               ? read_one(arguments->from, &sources->from, &out->from, diags)
               : status;
}

static enum tauth_status merge(const struct arguments *arguments, const char *name,
                               struct tauth_text text, struct tauth_merge_result **result,
                               struct tauth_diags *diags) {
    _cleanup_(sources_deinit) struct sources sources = {0};
    struct tauth_kubeconfig_options options;
    struct trust trust = {arguments, diags};
    const struct tauth_named_text input = {name, text};
    enum tauth_status status = take_options(arguments, &sources, &trust, &options, diags);
    return status == TAUTH_OK ? tauth_kubeconfig_merge(arguments->settings, &options,
                                                       &input, result, diags)
                              : status;
}

/* kubectl would make one; here a misspelt name must not. */
static bool check_there(struct arguments *arguments) {
    struct stat status;
    if (stat(arguments->merge, &status) == 0 || errno != ENOENT ||
        is_stdin(arguments->merge)) {
        return true;
    }
    const struct tauth_diag finding = {.rule = "file-read",
                                       .file = arguments->merge,
                                       .message = "cannot open: no such file",
                                       .hint = "write a new one: --output-file FILE"};
    report_finding(arguments, &finding);
    return false;
}

static int run_merge(struct arguments *arguments) {
    if (!check_there(arguments)) {
        return EXIT_TROUBLE;
    }
    struct inputs inputs = {.paths = &arguments->merge, .count = 1};
    arguments->in_place = !arguments->diff;
    int code = batch_run(arguments, &inputs, NULL, change_file, NULL).code;
    if (code != EXIT_TROUBLE) {
        kubelogin_look(arguments);
        report_findings(arguments, arguments->diags);
    }
    if (code != EXIT_TROUBLE && arguments->verbose) {
        kubelogin_show_redirects(arguments);
    }
    return code;
}

/* `NAME-kubeconfig` in the current directory. */
static char *file_name(struct arguments *arguments,
                       const struct tauth_kubeconfig_options *options) {
    struct tauth_text name = {0};
    char *path = NULL;
    enum tauth_status status =
        tauth_kubeconfig_name(arguments->settings, options, &name, arguments->diags);
    if (status != TAUTH_OK) {
        report_failure(arguments, arguments->diags, status);
        return NULL;
    }
    if (memchr(name.data, '/', name.size) != NULL) {
        struct tauth_diag finding = {.rule = "kubeconfig-name",
                                     .option = "--name",
                                     .message = "the name is no file name",
                                     .hint = "give the file too: --output-file FILE"};
        report_finding(arguments, &finding);
    } else if (asprintf(&path, "%.*s-kubeconfig", (int)name.size, name.data) < 0) {
        report_line("talosauth: error: out of memory");
        path = NULL;
    }
    tauth_text_free(&name);
    return path;
}

static void next_step(const char *path) {
    _cleanup_(output_deinit) struct output text = {0};
    output_printf(&text, "next: kubectl --kubeconfig ");
    output_shell(&text, path);
    output_printf(&text, " auth whoami\n");
    fwrite(text.data == NULL ? "" : text.data, 1, text.size, stderr);
}

static int write_file(struct arguments *arguments, struct tauth_text text) {
    kubelogin_look(arguments);
    int code = report_result(arguments, text);
    if (code == EXIT_DONE) {
        report_findings(arguments, arguments->diags);
    }
    if (code == EXIT_DONE && arguments->verbose) {
        kubelogin_show_redirects(arguments);
    }
    if (code == EXIT_DONE && report_names_file(arguments) && !arguments->quiet) {
        next_step(arguments->output);
    }
    return code;
}

/* Before anybody is asked to confirm a CA. */
static enum tauth_status check_output(struct arguments *arguments) {
    struct tauth_file_options options = {.size = sizeof(options),
                                         .force = arguments->force};
    return report_names_file(arguments)
               ? tauth_file_check(arguments->output, &options, arguments->diags)
               : TAUTH_OK;
}

static int build_and_write(struct arguments *arguments,
                           const struct tauth_kubeconfig_options *options) {
    struct tauth_text text = {0};
    enum tauth_status status = check_output(arguments);
    if (status == TAUTH_OK) {
        status = tauth_kubeconfig(arguments->settings, options, &text, arguments->diags);
    }
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    int code = write_file(arguments, text);
    tauth_text_free(&text);
    return code;
}

static int run_write(struct arguments *arguments) {
    _cleanup_(sources_deinit) struct sources sources = {0};
    _cleanup_(cleanup_free) char *path = NULL;
    struct tauth_kubeconfig_options options;
    struct trust trust = {arguments, arguments->diags};
    enum tauth_status status =
        take_options(arguments, &sources, &trust, &options, arguments->diags);
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    if (arguments->output == NULL) {
        path = file_name(arguments, &options);
        if (path == NULL) {
            return EXIT_TROUBLE;
        }
        arguments->output = path;
    }
    int code = build_and_write(arguments, &options);
    arguments->output = path == NULL ? arguments->output : NULL;
    return code;
}

static bool check_usage(struct arguments *arguments) {
    bool merges = arguments->merge != NULL;
    int stdins = is_stdin(arguments->from) + is_stdin(arguments->cluster_ca) +
                 is_stdin(arguments->merge);
    const struct {
        bool wrong;
        const char *option;
        const char *message;
    } rows[] = {
        {stdins > 1, "-", "standard input can be read once only"},
        {arguments->timeout != NULL && timeout_of(arguments) == 0, "--timeout",
         "the value is a number of seconds from 1 to 600"},
        {arguments->ca_from_server &&
             (arguments->cluster_ca != NULL || arguments->from != NULL),
         "--ca-from-server", "cannot be combined with --cluster-ca or --from"},
        {!arguments->ca_from_server && arguments->expect_fingerprint != NULL,
         "--expect-fingerprint", "goes with --ca-from-server"},
        {!arguments->ca_from_server && arguments->timeout != NULL, "--timeout",
         "goes with --ca-from-server"},
        {!arguments->ca_from_server && arguments->no_proxy, "--no-proxy",
         "goes with --ca-from-server"},
        {merges && arguments->output != NULL, "--output-file",
         "cannot be combined with --merge, which writes its file"},
        {!merges && arguments->use, "--use", "goes with --merge"},
        {!merges && arguments->diff, "--diff", "goes with --merge"},
        {!merges && arguments->backup != NULL, "--backup", "goes with --merge"},
        {!merges && arguments->break_links, "--break-links", "goes with --merge"},
        {arguments->diff && arguments->backup != NULL, "--backup",
         "cannot be combined with --diff, which writes nothing"},
        {arguments->backup != NULL &&
             (*arguments->backup == '\0' || strchr(arguments->backup, '/') != NULL),
         "--backup", "the value is a suffix such as .bak"},
        {is_stdin(arguments->merge) && !arguments->diff, "--merge",
         "standard input cannot be written; --diff reads it"},
    };
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (rows[i].wrong) {
            usage_fault(arguments, rows[i].option, rows[i].message);
            return false;
        }
    }
    return true;
}

static int run_kubeconfig(struct arguments *arguments) {
    if (!check_usage(arguments)) {
        return EXIT_TROUBLE;
    }
    return arguments->merge != NULL ? run_merge(arguments) : run_write(arguments);
}

#define LETTER(letter_, name_, argument_, setting_, help_)              \
    {                                                                   \
        .kind = OPTION_SETTING, .letter = (letter_), .name = (name_),   \
        .argument = (argument_), .help = (help_), .setting = (setting_) \
    }

static const struct option_row options[] = {
    HEADING("Who logs in where"),
    ACCESS_ROW,
    PROVIDER_ROW,
    LETTER('i', "issuer-url", "URL", TAUTH_ISSUER_URL,
           "issuer of the tokens; a bare host is https"),
    LETTER('c', "login-client-id", "C", TAUTH_LOGIN_CLIENT_ID,
           "client id of the application; not the audience"),
    LETTER('k', "server", "HOST[:PORT]", TAUTH_SERVER,
           "API server, or its https:// URL (port 6443)"),
    HEADING("The CA of the cluster"),
    TEXT(0, "from", "FILE", from, "machine config, admin kubeconfig or secrets.yaml"),
    TEXT(0, "cluster-ca", "FILE", cluster_ca, "PEM file (- is stdin)"),
    FLAG(0, "ca-from-server", ca_from_server,
         "by a handshake with the server, if you confirm it"),
    TEXT(0, "expect-fingerprint", "SHA256", expect_fingerprint,
         "of the CA that the server must present"),
    TEXT(0, "timeout", "SECONDS", timeout, "for the whole handshake (10)"),
    FLAG(0, "no-proxy", no_proxy, "connect although HTTPS_PROXY is set"),
    FLAG(0, "insecure-trust-leaf", trust_leaf,
         "take a certificate that is not that of a CA"),
    TEXT(0, "tls-server-name", "NAME", tls_server_name,
         "name in the server's certificate, if not the host"),
    HEADING("How kubelogin logs in"),
    FLAG('d', "device", device, "device code flow, no browser on this machine"),
    FLAG(0, "both-flows", both_flows, "a second context for the device code flow"),
    SETTING("grant-type",
            "auto|authcode|authcode-keyboard|password|device-code|client-credentials",
            TAUTH_GRANT_TYPE, "another flow"),
    SETTING_LIST("scope", "SCOPE", TAUTH_LOGIN_SCOPE,
                 "in place of the provider's (repeatable)"),
    SETTING("issuer-ca", "FILE", TAUTH_ISSUER_CA,
            "PEM file with the private CA of the issuer"),
    TEXT(0, "username", "NAME", user_name, "user to ask the password of"),
    TEXT(0, "token-cache-storage", "disk|keyring|none", token_cache_storage,
         "where tokens are kept"),
    LIST("listen-address", "ADDRESS:PORT", listen_addresses,
         "where the browser comes back to (repeatable)"),
    TEXT(0, "exec-command", "PROGRAM", exec_command,
         "kubelogin, or kubectl by another name or path"),
    FLAG(0, "compat", compat, "names and scopes as the old script wrote them"),
    HEADING("Names"),
    SETTING("name", "NAME", TAUTH_CLUSTER_NAME, "what everything is called after"),
    TEXT(0, "cluster", "NAME", cluster_name, "cluster entry (NAME)"),
    TEXT(0, "context", "NAME", context_name, "context entry (oidc@NAME)"),
    TEXT(0, "user", "NAME", user_entry, "user entry (oidc@NAME)"),
    TEXT(0, "namespace", "NAME", namespace_name, "namespace of the context"),
    HEADING("Output (default: the file NAME-kubeconfig)"),
    OUTPUT_ROW("write to a file of mode 0600; - is stdout"),
    TEXT(0, "merge", "FILE", merge, "add it to a kubeconfig, every other byte untouched"),
    FLAG(0, "use", use, "make it the current context (with --merge)"),
    FLAG(0, "diff", diff, "unified diff, nothing written (with --merge)"),
    {.kind = OPTION_OPTIONAL,
     .name = "backup",
     .argument = "SUFFIX",
     .fallback = ".bak",
     .help = "keep the old file (with --merge; default .bak)",
     .offset = offsetof(struct arguments, backup)},
    FLAG(0, "break-links", break_links, "replace a file with hard links (with --merge)"),
    FORCE_ROW("overwrite a file; replace entries of others"),
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_kubeconfig = {
    .name = "kubeconfig",
    .synopsis = "[OPTION...]",
    .summary = "Write a kubeconfig that logs in with kubelogin",
    .examples =
        "  talosauth kubeconfig -f access.yaml --from controlplane.yaml\n"
        "  talosauth kubeconfig -i idp.example.com -k api.example.com -c kubectl \\\n"
        "      --cluster-ca ca.pem --merge ~/.kube/config --use\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .no_words = "the command takes no files; --from FILE reads one",
    .run = run_kubeconfig,
    .change = merge,
};
