#!/bin/bash
# Builds the fuzz targets with clang's libFuzzer, ASan and UBSan, and runs each for
# SECONDS (60 unless given) from the corpus beside this script.
#
#   tests/fuzz/run.sh [SECONDS] [TARGET...]
#
# Finds are kept in build-fuzz/finds; a minimised one belongs into corpus/TARGET, where
# `meson test` replays it. TALOSAUTH_FUZZ_STRICT=1 also takes a plan that does not read
# back for a find. Exit status: 0 nothing found, 1 something, 2 they cannot be built.
set -eu
cd -P "$(dirname "$0")/../.."

seconds=60
if [ $# -gt 0 ]; then
    seconds=$1
    shift
fi
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(index edit merge access bundle validate kubeconfig)

cc=${CC:-clang}
out=${BUILD_DIR:-build-fuzz}
# pointer-overflow: clang takes NULL + 0, the end of an empty span, for a fault.
flags=(-std=gnu17 -g -O1 -fno-omit-frame-pointer -D_GNU_SOURCE '-DTAUTH_VERSION="fuzz"'
       -fsanitize=fuzzer,address,undefined -fno-sanitize=pointer-overflow
       -fno-sanitize-recover=all -Wno-gnu -Iinclude -Isrc -Itests/unit -Itests/fuzz)
mapfile -t sources < <(find src -name '*.c' ! -path 'src/cli/*' | sort)

command -v "$cc" >/dev/null || { echo "$0: $cc is not there" >&2; exit 2; }
mkdir -p "$out/finds"
for target in "${targets[@]}"; do
    "$cc" "${flags[@]}" -o "$out/fuzz-$target" "tests/fuzz/fuzz-$target.c" \
        tests/unit/patch.c tests/unit/wanted.c "${sources[@]}" \
        -lyaml -lcyaml -lcrypto -ljansson || exit 2
done

status=0
for target in "${targets[@]}"; do
    echo "== fuzz-$target, $seconds seconds"
    mkdir -p "$out/corpus/$target"
    dictionary=tests/fuzz/$target.dict
    [ -f "$dictionary" ] || dictionary=tests/fuzz/yaml.dict
    "$out/fuzz-$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 \
        -max_len=4096 -dict="$dictionary" -print_final_stats=1 \
        -artifact_prefix="$out/finds/$target-" \
        "$out/corpus/$target" "tests/fuzz/corpus/$target" >"$out/$target.log" 2>&1 ||
        status=1
    grep -E '^stat::number_of_exec|violated|ERROR|SUMMARY|Test unit' "$out/$target.log" ||
        true
done
exit $status
