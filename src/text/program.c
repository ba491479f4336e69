/* SPDX-License-Identifier: MIT */
#include "text/program.h"

#include "base/attr.h"

static struct span base_name(struct span path) {
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/' && path.data[start - 1] != '\\') {
        start--;
    }
    return span_slice(path, start, path.size);
}

static bool is_digit(struct span text, size_t at) {
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

bool program_is_kubectl(struct span command) {
    struct span name = base_name(command);
    if (!span_starts(name, "kubectl")) {
        return false;
    }
    struct span rest = span_slice(name, strlen("kubectl"), name.size);
    size_t version = span_starts(rest, "-v") ? 2 : span_starts(rest, "-") ? 1 : 0;
    return rest.size == 0 || rest.data[0] == '.' || is_digit(rest, version);
}

bool program_is_kubelogin(struct span command) {
    static const char *const names[] = {"kubelogin", "kubectl-oidc_login",
                                        "kubectl-oidc-login"};
    struct span name = base_name(command);
    name.size -= span_ends(name, ".exe") ? strlen(".exe") : 0;
    bool known = false;
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        known |= span_is(name, names[i]);
    }
    return known;
}
