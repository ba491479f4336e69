#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs what the tests need, builds with ASan and UBSan, runs every suite, and closes
# with the sum of all test points: `N passed, N failed, N skipped`.
#
#   --slow      ten times as many random configs
#   --valgrind  also the unit tests and the commands of the release build under memcheck
#
# Exit status: 0 nothing failed, 1 something did, 2 the tests cannot be run.
set -eu
cd -P "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
. examples/packages.sh

packages=(build-essential meson ninja-build pkg-config libyaml-dev libcyaml-dev libssl-dev
          libjansson-dev libcmocka-dev openssl python3 python3-jsonschema python3-yaml
          valgrind mandoc groff-base zsh fish)

valgrind=false
patience=1
for arg in "$@"; do
    case $arg in
    --slow) export TALOSAUTH_SLOW=1 patience=20 ;;
    --valgrind) valgrind=true ;;
    *) echo "usage: $0 [--slow] [--valgrind]" >&2; exit 2 ;;
    esac
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT

quietly() {
    "$@" >"$log" 2>&1 </dev/null || { cat "$log"; return 1; }
}

# build DIR [meson setup options]: from scratch unless DIR was made here, after dev.ini
build() {
    local dir=$1
    shift
    echo "== building $dir"
    if ! grep -qsF "\"source\": \"$PWD\"" "$dir/meson-info/meson-info.json" ||
        ! [ "$dir/build.ninja" -nt tests/dev.ini ]; then
        rm -rf "$dir"
        quietly meson setup "$dir" "$@" || return 1
    fi
    quietly ninja -C "$dir"
}

install_packages "${packages[@]}"
if ! build build-test --native-file tests/dev.ini || ! build build-release; then
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

echo "== running the tests"
# A status of its own keeps a sanitizer's report apart from the answers of the program.
export ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
export LSAN_OPTIONS=exitcode=99
export TALOSAUTH_RELEASE=$PWD/build-release/talosauth
results=(build-test/meson-logs/testlog.json)
rm -f "${results[@]}"
meson test -C build-test --no-rebuild --timeout-multiplier "$patience" </dev/null 2>&1 |
    tee "$log" | grep -E '^ *[0-9]+/[0-9]+ ' || true
if ! [ -s "${results[0]}" ]; then
    cat "$log"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

if $valgrind; then
    echo "== running the release build under memcheck"
    results+=(build-release/memcheck.tap)
    tests/memcheck.py build-release >build-release/memcheck.tap || true
fi

tests/tally.py "${results[@]}"
