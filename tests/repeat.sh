#!/bin/bash
# The same tests over and over, to find those that fail now and then: tests/repeat.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/repeat.sh N [--busy] [PART...]

Runs ./test.sh with these parts N times (./test.sh --help lists them; all by default) and appends a line for each run to
artifacts/repeat.txt: time, commit, parts, seconds, what passed and failed, and the names of what failed. Stopped and started
again it goes on: the file is only ever added to. --busy keeps one processor busy meanwhile, so that what depends on a fast
machine shows. The whole output of each failed run is kept beside that file. Exit code 0: no run failed.
USAGE
}

runs=
busy=
parts=()
for argument in "$@"; do
  case "$argument" in
    -h | --help) usage; exit 0 ;;
    --busy) busy=1 ;;
    -*) echo "unknown option: $argument" >&2; usage >&2; exit 2 ;;
    *) if [ -z "$runs" ]; then runs=$argument; else parts+=("$argument"); fi ;;
  esac
done
case "$runs" in '' | *[!0-9]*) echo "how many runs?" >&2; usage >&2; exit 2 ;; esac

mkdir -p artifacts
report=artifacts/repeat.txt
output=$(mktemp artifacts/repeat-log.XXXXXX)
loop=
clean_up() {
  if [ -n "$loop" ]; then kill "$loop" 2> /dev/null || true; fi
  rm -f "$output"
}
trap clean_up EXIT
if [ -n "$busy" ]; then
  (while :; do :; done) &
  loop=$!
fi

bad=0
for ((run = 1; run <= runs; run++)); do
  started=$SECONDS
  at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  ./test.sh "${parts[@]}" > "$output" 2>&1 || true
  # Without its last line it has failed, whatever it said before.
  result=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$output" | tail -n 1 || true)
  names=
  if [[ "$result" != *", 0 failed" ]]; then
    bad=$((bad + 1))
    names=$(sed -nE 's/^ *Failed ([A-Za-z0-9_.]+).*/\1/p; s/^FAILED  (.*)/\1/p' "$output" | sort -u | tr '\n' ' ')
    cp "$output" "artifacts/repeat-failed-${at//:/}.log"
  fi
  line="$at $(git rev-parse --short HEAD) ${parts[*]:-all}${busy:+ busy} $((SECONDS - started)) s: ${result:-ended without a result} $names"
  echo "${line% }" | tee -a "$report"
done
echo "$bad of $runs runs failed"
[ "$bad" -eq 0 ]
