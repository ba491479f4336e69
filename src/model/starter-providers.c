/* SPDX-License-Identifier: MIT */
/*
 * What people stumble over, provider by provider. Sources, besides those of the presets:
 * Zitadel: its documentation (projects, applications, claims, scopes), zitadel
 * internal/api/oidc/userinfo.go for the role switch and the scope groups, zitadel/oidc
 * pkg/op/auth_request.go for the ports of native applications. Keycloak: kubelogin#114.
 * Authentik: goauthentik/authentik#17942, #8861, kubernetes/kubernetes#108773 for HS256.
 * Dex: its documentation on cross-client trust and on GitHub. Authelia: its page on
 * claims. Pocket ID: pocket-id/pocket-id#14. Kanidm: its book, oauth2. Entra ID:
 * kubelogin#701. Google: kubelogin#11, #717. Okta: kubelogin#250. Auth0:
 * kubernetes/kubernetes#20476.
 */
#include "base/attr.h"
#include "model/starter.h"

#define REDIRECTS                                                     \
    "Redirect URIs, no slash at the end: http://localhost:8000 and\n" \
    "http://localhost:18000.\n"

static const char zitadel_head[] =
    "\n"
    "In Zitadel first:\n"
    "\n"
    "1. A project with all three of its switches on:\n"
    "   - Assert Roles on Authentication. Without it no role reaches the action of\n"
    "     step 4, which then does nothing, and nobody has groups.\n"
    "   - Check authorization on Authentication. Without it every user of the\n"
    "     instance can log in, though without groups.\n"
    "   - Check for Project on Authentication. Without it so can the users of\n"
    "     organizations that the project was never granted to.\n"
    "2. In it the roles administrators and users, granted to people.\n"
    "3. In it one application of type Native with PKCE (authentication method None):\n"
    "   - grant types Authorization Code, Device Code and Refresh Token;\n"
    "   - redirect URI http://localhost:8000, no slash at the end. Every port matches\n"
    "     it, and Development Mode is not needed;\n"
    "   - token settings User roles inside ID Token and User Info inside ID Token.\n"
    "     Without the second, logins end in \"claim not present\". The API server never\n"
    "     sees the access token: leave its settings alone.\n"
    "4. The groups claim: the action in share/doc/talosauth/examples/zitadel-groups.js.\n"
    "   Zitadel's own roles claims are objects and no lists; as groups claim they make\n"
    "   every login fail.\n";

static const char google_rbac[] =
    "  clusterRoleBindings:\n"
    "    - {name: google-admins, clusterRole: cluster-admin, users: [\"<admin e-mail>\"]}\n"
    "    - {name: google-viewers, clusterRole: view, users: [\"<viewer e-mail>\"]}\n";

static const char zitadel_rbac[] =
    "  admins: [administrators] # get cluster-admin\n"
    "  viewers: [users] # may read\n"
    "  #viewerRole: oidc-viewer # or view, the built-in role\n";

static const struct starter starters[] = {
    {.provider = "zitadel",
     .title = "Zitadel",
     .head = zitadel_head,
     .about_issuer =
         "No path and no trailing slash. It may as well be a host of your own.\n",
     .issuer = "https://<your instance>.zitadel.cloud",
     .about_audience =
         "The project's Resource ID, a number: keep the quotes. Any application of\n"
         "the instance can ask for it, which is why the action looks at the project.\n",
     .audience = "<project id>",
     .about_claims =
         "Users whose e-mail address is not verified are refused. With azp, so are\n"
         "tokens of every other application.\n",
     .required = "{claim: azp, value: \"<client id>\"}",
     .about_rbac = "The roles of step 2.\n",
     .rbac = zitadel_rbac,
     .about_login =
         "The application's client id, not the project's. Never ask for the scope\n"
         "groups: newer versions answer it with objects, which the action cannot\n"
         "replace and no API server takes.\n"},
    {.provider = "keycloak",
     .title = "Keycloak",
     .about_issuer =
         "No trailing slash. Before Keycloak 17 it is /auth/realms/<realm>.\n",
     .issuer = "https://<host>/realms/<realm>",
     .audience = "<client id>",
     .about_claims =
         "groups needs a Group Membership mapper. Its switch \"Full group path\"\n"
         "makes /team of team: turn it off, or write /team below. With email as user\n"
         "name, users that an admin made are refused: their email_verified is false.\n",
     .about_login = REDIRECTS
     "The client scope groups must exist, or every login ends in invalid_scope.\n"},
    {.provider = "authentik",
     .title = "Authentik",
     .about_issuer =
         "With the slash at the end. The provider needs a signing key: without one\n"
         "it signs with HS256, which no API server takes.\n",
     .issuer = "https://<host>/application/o/<application slug>/",
     .audience = "<client id>",
     .about_claims =
         "groups are names and come with the scope profile. email as user name needs\n"
         "a scope mapping of your own: since 2025.10 email_verified is false, which\n"
         "is refused.\n",
     .about_login = REDIRECTS "device-code needs a device code flow in the brand.\n"},
    {.provider = "dex",
     .title = "Dex",
     .about_issuer = "As `issuer` in Dex's configuration, path and slash included.\n",
     .issuer = "https://<host>/dex",
     .about_audience =
         "The client id below. Another client gets it with the scope\n"
         "audience:server:client_id:ID, when it is among the trustedPeers.\n",
     .audience = "<client id>",
     .about_claims =
         "The groups are those of the connector. GitHub's are org:team (with\n"
         "teamNameField: slug), and its e-mail address may be a no-reply one.\n",
     .about_login = REDIRECTS},
    {.provider = "authelia",
     .title = "Authelia",
     .about_issuer = "No trailing slash.\n",
     .issuer = "https://<host>",
     .audience = "<client id>",
     .about_claims = "Since 4.39 the ID token has none of these. The client needs a\n"
                     "claims_policy with `id_token: [groups, email, email_verified,\n"
                     "preferred_username]`.\n",
     .about_login = REDIRECTS},
    {.provider = "pocket-id",
     .title = "Pocket ID",
     .about_issuer = "No trailing slash.\n",
     .issuer = "https://<host>",
     .audience = "<client id>",
     .about_claims =
         "With email as user name, users whose email_verified is not set are\n"
         "refused.\n",
     .about_login = REDIRECTS},
    {.provider = "kanidm",
     .title = "Kanidm",
     .about_issuer =
         "No trailing slash. Every client has an issuer of its own; flags of the API\n"
         "server take one issuer, so one client has to do for everybody.\n",
     .issuer = "https://<host>/oauth2/openid/<client id>",
     .audience = "<client id>",
     .about_algorithms =
         "Kanidm signs with ES256, which flags of the API server must name.\n",
     .about_claims = "The user name is the spn, name@domain.\n",
     .about_login = REDIRECTS
     "The scope groups_name gives plain names, groups gives uuids and spns.\n"},
    {.provider = "entra",
     .title = "Entra ID",
     .about_issuer = "The v2.0 endpoint, no trailing slash.\n",
     .issuer = "https://login.microsoftonline.com/<tenant id>/v2.0",
     .audience = "<client id>",
     .about_claims =
         "roles are app roles: define them in the application and assign them. The\n"
         "claim groups would be object ids, and is left out for users in more than\n"
         "200 groups. email is an optional claim.\n",
     .about_rbac = "Values of app roles.\n",
     .about_login = REDIRECTS,
     .cloud = true},
    {.provider = "google",
     .title = "Google",
     .issuer = "https://accounts.google.com",
     .audience = "<client id>",
     .about_claims =
         "There is no groups claim. hd keeps out accounts that are not of your\n"
         "domain; without it everybody who has a Google account can log in, though\n"
         "without rights.\n",
     .required = "{claim: hd, value: \"<your domain>\"}",
     .about_rbac =
         "User by user. For groups, put Dex with directory access in between.\n",
     .rbac = google_rbac,
     .about_login =
         "A desktop client has a secret, which kubelogin needs too. There is no\n"
         "scope offline_access.\n",
     .required_now = true,
     .cloud = true},
    {.provider = "okta",
     .title = "Okta",
     .about_issuer =
         "No trailing slash. An authorization server of your own has its id in place\n"
         "of default; the org's own server (no path) puts little into its tokens.\n",
     .issuer = "https://<your org>.okta.com/oauth2/default",
     .audience = "<client id>",
     .about_claims =
         "Add the claim groups to the authorization server, with a filter. Users\n"
         "whose email_verified is false are refused.\n",
     .about_login = REDIRECTS,
     .cloud = true},
    {.provider = "auth0",
     .title = "Auth0",
     .about_issuer = "With the slash at the end.\n",
     .issuer = "https://<your tenant>.auth0.com/",
     .audience = "<client id>",
     .about_claims =
         "Claims of your own are named like URLs. This one has to be added to the ID\n"
         "token, as a list of strings.\n",
     .groups_claim = "\"https://<your namespace>/groups\"",
     .about_login = REDIRECTS,
     .cloud = true},
    {.provider = "generic",
     .title = "OpenID Connect",
     .about_issuer = "As in the claim iss of its tokens, slash or no slash included.\n",
     .issuer = "https://<issuer>",
     .audience = "<client id>",
     .about_claims =
         "Both must be in the ID token, not only in the userinfo. The groups claim\n"
         "is a list of strings; leave it out where there is none.\n",
     .groups_claim = "groups",
     .about_login = REDIRECTS "Some providers refuse scopes that they do not know.\n"},
};

const struct starter *starter_find(const struct preset *preset) {
    for (size_t i = 0; i < ARRAY_SIZE(starters); i++) {
        if (strcmp(starters[i].provider, preset->name) == 0) {
            return &starters[i];
        }
    }
    return NULL;
}
