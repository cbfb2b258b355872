# What the bench scripts share; read with `source`. They set `bench`, the folder of the scripts, and `pairs`.

# quoted WORD...: the words as one line that a shell would split back into them
quoted() {
    python3 -c 'import shlex, sys; print(shlex.join(sys.argv[1:]))' "$@"
}

# pair MEASURE FORMAT A B: one line from the comparison of A and B
pair() {
    local measured
    measured=$(python3 "$bench/pair.py" --json -n "$pairs" "$3" "$4")
    python3 -c '
import json, sys
row = json.loads(sys.argv[3])[sys.argv[1]]
values = {k: float("nan") if v is None else v for k, v in row.items()}
print("  " + sys.argv[2].format(**values))' "$1" "$2" "$measured"
}
