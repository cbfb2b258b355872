#!/usr/bin/env bash
# What Konveyor rules cost: bench/konveyor.sh RULES DIR...
# RULES is a folder of Konveyor rules (the public rulesets). PAIRS (default 5) is the number of pairs, SEAWORTHY the binary
# (default: a release build of this checkout), AST_GREP a binary of ast-grep to compare with (left out if it is not there).
set -euo pipefail

if [ "$#" -lt 2 ]; then
    echo "usage: bench/konveyor.sh RULES DIR..." >&2
    exit 2
fi

bench=$(cd "$(dirname "$0")" && pwd)
pairs=${PAIRS:-5}
ast_grep=${AST_GREP:-ast-grep}
if [ -z "${SEAWORTHY:-}" ]; then
    (cd "$bench/.." && cargo build --quiet --release --package seaworthy)
    SEAWORTHY=${CARGO_TARGET_DIR:-$bench/../target}/release/seaworthy
fi
SEAWORTHY=$(cd "$(dirname "$SEAWORTHY")" && pwd)/$(basename "$SEAWORTHY")
rules=$(cd "$1" && pwd)
shift

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

source "$bench/pairs.sh"

# analyze DIR RULES...: the command, on one thread
analyze() {
    local folder=$1 given=()
    shift
    for path in "$@"; do given+=(--rules "$path"); done
    quoted "$SEAWORTHY" analyze -i "$folder" -o "$work/out" --overwrite --quiet -j 1 \
        --enable-default-rulesets=false "${given[@]}"
}

python3 "$bench/konveyor_rules.py" more "$rules" "$work/more" 1000
python3 "$bench/konveyor_rules.py" more "$rules" "$work/ten" 10

for folder in "$@"; do
    folder=$(cd "$folder" && pwd)
    echo "$(basename "$folder"): $("$SEAWORTHY" bench-parse "$folder" -j 1)"
    pair cpu "CPU of all rules / parsing alone        {ratio:6.3f}   ({least:.2f} to {most:.2f}; {a:.2f} s / {b:.2f} s)" \
        "$(analyze "$folder" "$rules")" "$(quoted "$SEAWORTHY" bench-parse "$folder" -j 1)"
    pair cpu "CPU with 1,000 rules more / without     {ratio:6.3f}   ({least:.2f} to {most:.2f}; {a:.2f} s / {b:.2f} s)" \
        "$(analyze "$folder" "$rules" "$work/more")" "$(analyze "$folder" "$rules")"
    pair rss "peak memory, all rules / 10 rules       {ratio:6.3f}   ({a:.0f} MiB / {b:.0f} MiB)" \
        "$(analyze "$folder" "$rules")" "$(analyze "$folder" "$work/ten")"
    if ! command -v "$ast_grep" >/dev/null; then
        echo "  no ast-grep to compare with: set AST_GREP"
        continue
    fi
    rm -rf "$work/twins"
    python3 "$bench/konveyor_rules.py" twins "$folder" "$work/twins" 500
    scan=$(quoted "$ast_grep" scan -r "$work/twins/ast-grep/rules.yml" "$folder" \
        --no-ignore hidden --no-ignore vcs --json=stream -j 1)
    eval "$(analyze "$folder" "$work/twins/seaworthy")"
    ours=$(grep -c '^ *- uri:' "$work/out/output.yaml" || true)
    theirs=$(eval "$scan" | wc -l)
    echo "  500 rules find $ours places here, $theirs with ast-grep"
    pair cpu "CPU of 500 rules / ast-grep             {ratio:6.3f}   ({least:.2f} to {most:.2f}; {a:.2f} s / {b:.2f} s)" \
        "$(analyze "$folder" "$work/twins/seaworthy")" "$scan"
done
