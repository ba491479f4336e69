# SPDX-License-Identifier: MIT
# Sourced by quickstart.sh and tests/run.sh.
#
# install_packages NAME...: installs the Debian packages that are missing, as root or with
# sudo; exits 2 where it has neither. Nothing missing, nothing done.
install_packages() {
    local missing=() as_root=() package log
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null |
            grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null && ! { [ -t 0 ] && sudo true; }; then
            echo "missing, and neither root nor sudo to install: ${missing[*]}" >&2
            exit 2
        fi
        as_root=(sudo)
    fi
    echo "== installing ${missing[*]}"
    log=$(mktemp)
    if ! "${as_root[@]}" apt-get -q update >"$log" 2>&1 </dev/null ||
        ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
            --no-install-recommends "${missing[@]}" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        exit 2
    fi
    rm -f "$log"
}
