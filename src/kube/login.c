/* SPDX-License-Identifier: MIT */
#include "kube/login.h"

#include "base/vec.h"
#include "model/grant.h"
#include "text/base64.h"
#include "text/program.h"

#define INSTALL_HINT \
    "kubelogin is missing; install it with: kubectl krew install oidc-login"

struct arguments_list {
    struct arena *arena;
    VEC(const char *) items;
    bool failed;
};

static void add(struct arguments_list *list, const char *text) {
    const char **slot = text == NULL ? NULL : VEC_PUSH(list->items);
    if (slot == NULL) {
        list->failed = true;
    } else {
        *slot = text;
    }
}

/* `--flag=value` as one element; nothing without a value. */
static void add_value(struct arguments_list *list, const char *flag, const char *value) {
    if (value != NULL) {
        add(list, arena_printf(list->arena, "--%s=%s", flag, value));
    }
}

static void add_scopes(struct arguments_list *list, const struct login *login) {
    _cleanup_buf_ struct buf joined = {0};
    for (uint32_t i = 0; i < login->scopes.count; i++) {
        if (!login->joined_scopes) {
            add_value(list, "oidc-extra-scope", login->scopes.items[i]);
        } else {
            buf_text(&joined, i > 0 ? "," : "");
            buf_text(&joined, login->scopes.items[i]);
        }
    }
    if (login->joined_scopes && login->scopes.count > 0) {
        buf_byte(&joined, '\0');
        list->failed |= joined.failed;
        add_value(list, "oidc-extra-scope", joined.failed ? NULL : joined.data);
    }
}

/* `auto` is what kubelogin does without the flag. */
static void add_flow(struct arguments_list *list, const struct login *login,
                     bool device) {
    enum tauth_grant_type type = device ? TAUTH_GRANT_DEVICE_CODE : login->grant_type;
    if (type != TAUTH_GRANT_DEFAULT && type != TAUTH_GRANT_AUTO) {
        add_value(list, "grant-type", grant_type_name(type));
    }
    if (device) {
        add(list, "--skip-open-browser");
    }
    for (uint32_t i = 0; !device && i < login->listen_addresses.count; i++) {
        add_value(list, "listen-address", login->listen_addresses.items[i]);
    }
    add_value(list, "username", device ? NULL : login->user_name);
}

static void add_authority(struct arguments_list *list, struct span pem) {
    if (pem.size > 0) {
        _cleanup_buf_ struct buf text = {0};
        base64_encode(&text, pem);
        buf_byte(&text, '\0');
        list->failed |= text.failed;
        add_value(list, "certificate-authority-data", text.failed ? NULL : text.data);
    }
}

bool login_has_browser(enum tauth_grant_type type, const char *user_name) {
    bool automatic = type == TAUTH_GRANT_DEFAULT || type == TAUTH_GRANT_AUTO;
    return type == TAUTH_GRANT_AUTHCODE || (automatic && user_name == NULL);
}

/* The plugin gets no input where it would not ask: a prompt would hang in scripts. */
static const char *interactive_mode(const struct login *login, bool device) {
    enum tauth_grant_type type = login->grant_type;
    bool automatic = type == TAUTH_GRANT_DEFAULT || type == TAUTH_GRANT_AUTO;
    bool asks = type == TAUTH_GRANT_AUTHCODE_KEYBOARD || type == TAUTH_GRANT_PASSWORD ||
                (automatic && login->user_name != NULL);
    return asks && !device ? "IfAvailable" : "Never";
}

bool login_exec(struct arena *arena, const struct login *login, bool device,
                struct kubeconfig_exec *out) {
    struct arguments_list list = {.arena = arena};
    const char *command = login->command == NULL ? "kubectl" : login->command;
    if (program_is_kubectl(span_of(command))) {
        add(&list, "oidc-login");
    }
    add(&list, "get-token");
    add_value(&list, "oidc-issuer-url", login->issuer);
    add_value(&list, "oidc-client-id", login->client_id);
    add_scopes(&list, login);
    add_flow(&list, login, device);
    add_authority(&list, login->issuer_ca);
    add_value(&list, "token-cache-storage", login->token_cache_storage);
    size_t size = list.items.count * sizeof(const char *);
    const char **args = arena_alloc(arena, size);
    bool good = !list.failed && args != NULL;
    if (good) {
        memcpy(args, list.items.items, size);
        *out = (struct kubeconfig_exec){
            .api_version = EXEC_API_VERSION,
            .command = command,
            .args = {args, (uint32_t)list.items.count},
            .install_hint = INSTALL_HINT,
            .interactive_mode = interactive_mode(login, device),
        };
    }
    VEC_DEINIT(list.items);
    return good;
}
