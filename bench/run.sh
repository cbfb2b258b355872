#!/usr/bin/env bash
# Ratios of Seaworthy on the given folders: bench/run.sh DIR...
# PAIRS (default 5) is the number of pairs, SEAWORTHY the binary (default: a release build of this checkout).
set -euo pipefail

if [ "$#" -eq 0 ]; then
    echo "usage: bench/run.sh DIR..." >&2
    exit 2
fi

bench=$(cd "$(dirname "$0")" && pwd)
pairs=${PAIRS:-5}
if [ -z "${SEAWORTHY:-}" ]; then
    (cd "$bench/.." && cargo build --quiet --release --package seaworthy)
    SEAWORTHY=${CARGO_TARGET_DIR:-$bench/../target}/release/seaworthy
fi
if [ ! -x "$SEAWORTHY" ]; then
    echo "there is no binary at $SEAWORTHY" >&2
    exit 2
fi
SEAWORTHY=$(cd "$(dirname "$SEAWORTHY")" && pwd)/$(basename "$SEAWORTHY")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

source "$bench/pairs.sh"

assess() {
    quoted "$SEAWORTHY" assess "$1" --quiet --overwrite -o "$work/out-$2" -j "$2"
}

parse() {
    quoted "$SEAWORTHY" bench-parse "$1" -j "$2"
}

for folder in "$@"; do
    folder=$(cd "$folder" && pwd)
    parsed=$("$SEAWORTHY" bench-parse "$folder" -j 1)
    echo "$(basename "$folder"): $parsed"
    for threads in 1 2; do
        pair cpu "CPU of assess / parsing alone, -j $threads   {ratio:5.2f}   ({least:.2f} to {most:.2f}; {a:.2f} s / {b:.2f} s)" \
            "$(assess "$folder" "$threads")" "$(parse "$folder" "$threads")"
    done
    pair wall "wall time, -j 2 / -j 1                {ratio:5.2f}   ({least:.2f} to {most:.2f})" \
        "$(assess "$folder" 2)" "$(assess "$folder" 1)"

    mkdir "$work/copies"
    for copy in 1 2 3 4; do
        cp -R "$folder" "$work/copies/copy-$copy"
    done
    pair rss "peak memory, four copies / one        {ratio:5.2f}   ({a:.0f} MiB / {b:.0f} MiB)" \
        "$(assess "$work/copies" 1)" "$(assess "$folder" 1)"
    rm -rf "$work/copies"
done

mkdir "$work/small"
printf 'package a\n' > "$work/small/a.go"
echo "start-up"
pair wall "rules list / --version                {ratio:5.2f}   ({a:.3f} s / {b:.3f} s)" \
    "$(quoted "$SEAWORTHY" rules list)" "$(quoted "$SEAWORTHY" --version)"
pair wall "assess of one small file / --version  {ratio:5.2f}   ({a:.3f} s / {b:.3f} s)" \
    "$(assess "$work/small" 1)" "$(quoted "$SEAWORTHY" --version)"
