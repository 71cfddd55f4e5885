# Sourced by test.sh and check.sh: runs every section even if one fails, and sums up at the end.
summary=""
failed=0

section() {
    local name=$1 started=$SECONDS verdict=passed remark=""
    shift
    printf '\n== %s\n' "$name"
    "$@" || { verdict=FAILED; failed=1; }
    summary+=$(printf '%5d s  %-7s %s' $((SECONDS - started)) "$verdict" "$name$remark")$'\n'
}

sum_up() {
    printf '\n%s%5d s  in all\n' "$summary" "$SECONDS"
    exit "$failed"
}
