/* SPDX-License-Identifier: MIT */
#include "model/starter.h"

static const char head[] =
    "# Access file for talosauth: who may log in to one cluster through %s.\n"
    "# Fill in every <placeholder>, then see what it would change:\n"
    "#   talosauth merge --diff -f FILE controlplane.yaml\n"
    "# Keys behind a # are optional; they show the default, or an example.\n";

static const char cluster[] =
    "\n"
    "apiVersion: talosauth/v1alpha1\n"
    "kind: ClusterAccess\n"
    "\n"
    "# The cluster in kubeconfigs.\n"
    "cluster:\n"
    "  name: \"<cluster name>\"\n"
    "  server: \"https://<API server>:6443\"\n"
    "\n"
    "#talos:\n"
    "#  version: v1.11 # oldest on the nodes; `patch` without --base goes by it\n";

static const char groups_rbac[] =
    "  admins: [\"<admin group>\"] # get cluster-admin\n"
    "  viewers: [\"<viewer group>\"] # may read\n"
    "  #viewerRole: oidc-viewer # or view, the built-in role\n";

/* Each line of a text behind `lead`; nothing for NULL. */
static void write_lines(struct buf *out, const char *lead, const char *text) {
    for (const char *line = text; line != NULL && *line != '\0';) {
        size_t length = strcspn(line, "\n");
        buf_text(out, length == 0 ? "#" : lead);
        buf_append(out, line, length);
        buf_byte(out, '\n');
        line += length + (line[length] == '\n');
    }
}

static void write_issuer(struct buf *out, const struct preset *preset,
                         const struct starter *starter) {
    buf_text(out, "\n# Whose tokens the API server takes.\n");
    buf_printf(out, "issuer:\n  provider: %s\n", preset->name);
    write_lines(out, "  # ", starter->about_issuer);
    buf_printf(out, "  url: \"%s\"\n", starter->issuer);
    write_lines(out, "  # ", starter->about_audience);
    buf_printf(out, "  audiences: [\"%s\"] # the claim aud has one of them\n",
               starter->audience);
    if (!starter->cloud) {
        buf_text(out, "  #caFile: issuer-ca.pem # if its certificate has no public CA\n");
    }
    write_lines(out, "  # ", starter->about_algorithms);
    buf_printf(out, "  #signingAlgorithms: [%s]\n",
               preset->algorithm == NULL ? "RS256" : preset->algorithm);
}

/* The key itself stands behind a # when all keys below it do. */
static void write_claims(struct buf *out, const struct preset *preset,
                         const struct starter *starter) {
    bool needed = starter->groups_claim != NULL || starter->required_now;
    const char *lead = needed ? "  #" : "#  ";
    buf_text(out, "\n# Which claims are the user's name and groups.\n");
    write_lines(out, "# ", starter->about_claims);
    buf_printf(out, "%sclaims:\n%susername: {claim: %s, prefix: \"%s\"}\n",
               needed ? "" : "#", lead, preset->username_claim, preset->prefix);
    if (starter->groups_claim != NULL) {
        buf_printf(out, "  groups: {claim: %s, prefix: \"%s\"}\n", starter->groups_claim,
                   preset->prefix);
    } else if (preset->groups_claim != NULL) {
        buf_printf(out, "%sgroups: {claim: %s, prefix: \"%s\"}\n", lead,
                   preset->groups_claim, preset->prefix);
    }
    if (starter->required != NULL) {
        buf_printf(out, "%srequired: [%s]\n", starter->required_now ? "  " : lead,
                   starter->required);
    }
}

static void write_login(struct buf *out, const struct preset *preset,
                        const struct starter *starter) {
    buf_text(out, "\n# How kubelogin logs people in.\n");
    write_lines(out, "# ", starter->about_login);
    buf_text(out, "login:\n  clientId: \"<client id>\"\n  #scopes: [");
    for (const char *scope = preset->scopes; *scope != '\0'; scope++) {
        buf_text(out, *scope == ' ' ? "," : "");
        buf_byte(out, *scope);
    }
    buf_text(out, "] # besides openid\n"
                  "  #grantType: auto # device-code where there is no browser\n");
}

void starter_write(const struct preset *preset, struct buf *out) {
    const struct starter *starter = starter_find(preset);
    buf_printf(out, head, starter->title);
    write_lines(out, "# ", starter->head);
    buf_text(out, cluster);
    write_issuer(out, preset, starter);
    write_claims(out, preset, starter);
    buf_text(out, "\n# What they may do. The prefix is put in front of these names.\n");
    write_lines(out, "# ", starter->about_rbac);
    buf_text(out, "rbac:\n");
    buf_text(out, starter->rbac == NULL ? groups_rbac : starter->rbac);
    write_login(out, preset, starter);
}
