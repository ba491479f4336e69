/* SPDX-License-Identifier: MIT */
#include "cli/trust.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/attr.h"
#include "cli/output.h"
#include "cli/report.h"

enum { DATE_SIZE = 32, ANSWER_SIZE = 16 };

static const char *date(int64_t seconds, char *out) {
    time_t time = (time_t)seconds;
    struct tm broken;
    bool good = gmtime_r(&time, &broken) != NULL &&
                strftime(out, DATE_SIZE, "%Y-%m-%d", &broken) > 0;
    return good ? out : "?";
}

static void show(const struct tauth_authority *authority) {
    _cleanup_(output_deinit) struct output text = {0};
    char from[DATE_SIZE], to[DATE_SIZE];
    output_printf(&text, "%s that the server presents:\n  subject  ",
                  authority->leaf ? "the certificate" : "the CA");
    output_name(&text, authority->subject);
    output_printf(&text, "\n  issuer   ");
    output_name(&text, authority->issuer);
    output_printf(&text, "\n  valid    %s to %s\n  SHA-256  %s\n",
                  date(authority->not_before, from), date(authority->not_after, to),
                  authority->fingerprint);
    fwrite(text.data == NULL ? "" : text.data, 1, text.size, stderr);
}

bool trust_ask(void *context, const struct tauth_authority *authority) {
    const struct trust *trust = context;
    char answer[ANSWER_SIZE] = "";
    if (!authority->confirmed || !trust->arguments->quiet) {
        show(authority);
    }
    if (authority->confirmed || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
        return authority->confirmed;
    }
    report_findings(trust->arguments, trust->diags); /* they belong to the decision */
    tauth_diags_clear(trust->diags);
    fprintf(stderr, "Is this the fingerprint of %s? Type yes to trust it: ",
            authority->leaf ? "that server's own certificate" : "the cluster's CA");
    return fgets(answer, sizeof(answer), stdin) != NULL && strcmp(answer, "yes\n") == 0;
}
