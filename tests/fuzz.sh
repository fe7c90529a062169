#!/bin/bash
# Wrong inputs for everything that reads what others write: tests/fuzz.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/fuzz.sh [--minutes 10] [--seed NUMBER] [TARGET...]

Feeds each reader of the program (dotnet artifacts/fuzz/bin/balloon-fuzz.dll list) with inputs that afl-fuzz makes from the corpus
in tests/BalloonExporter.Fuzz/corpus, guided by what they reach, two readers at a time; "http" sends wrong requests to the running
exporter. The time is for all of them together. Exit code 0: nothing was found. A finding is an exception that the reader does not
document, a crash, an input that takes over two seconds, an answer of 500, or memory that grows; its input is in artifacts/fuzz,
and belongs into the corpus once it is mended: ./test.sh reads all of the corpus.
What Debian packages are missing is installed (root) or named (any other user).
USAGE
}

minutes=10
seed=$RANDOM
targets=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --minutes | --seed)
      case "${2:-}" in '' | *[!0-9]*) echo "$1 needs a number" >&2; exit 2 ;; esac
      if [ "$1" = --minutes ]; then minutes=$2; else seed=$2; fi
      shift 2
      ;;
    -*) echo "unknown option: $1" >&2; usage >&2; exit 2 ;;
    *) targets+=("$1"); shift ;;
  esac
done

tests/packages.sh fuzz >&2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
out=$PWD/artifacts/fuzz
corpus=$PWD/tests/BalloonExporter.Fuzz/corpus
rm -rf "$out"
mkdir -p "$out"
quietly() {
  if ! "$@" > "$out/build.log" 2>&1; then
    tail -n 30 "$out/build.log" >&2
    exit 1
  fi
}
quietly dotnet build tests/BalloonExporter.Fuzz -c Release
quietly dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$out/tool"
cp -r artifacts/bin/BalloonExporter.Fuzz/release "$out/bin"
for library in balloon-exporter BalloonExporter.Core YamlDotNet; do quietly "$out/tool/sharpfuzz" "$out/bin/$library.dll"; done

listed=$(dotnet "$out/bin/balloon-fuzz.dll" list)
mapfile -t all <<< "$listed"
all+=(http)
if [ ${#targets[@]} -eq 0 ]; then targets=("${all[@]}"); fi
for target in "${targets[@]}"; do
  if [[ " ${all[*]} " != *" $target "* ]]; then echo "unknown target: $target (${all[*]})" >&2; exit 2; fi
done

# What afl-fuzz would rather have of a machine that does nothing else, and of a target made by its own compiler.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1

dictionary() {
  case "$1" in
    domain-xml | policy-element) echo xml ;;
    config-file | web-config | fleet-targets | words) echo yaml ;;
    *) echo json ;;
  esac
}

# fuzz TARGET SECONDS: says what came of it; fails when something was found.
fuzz() {
  local target=$1 found=0
  if [ "$target" = http ]; then
    # Not the instrumented one: as it is built for users, but for the compiler.
    dotnet "$out/bin/balloon-fuzz.dll" http "$PWD/artifacts/bin/BalloonExporter/release/balloon-exporter" "$corpus/http" "$out/http" "$2" "$seed"
    return
  fi
  afl-fuzz -V "$2" -s "$seed" -t 2000 -x "tests/BalloonExporter.Fuzz/dictionaries/$(dictionary "$target").dict" -i "$corpus/$target" -o "$out/$target" \
    -- "$(command -v dotnet)" "$out/bin/balloon-fuzz.dll" afl "$target" > "$out/$target.log" 2>&1 || { tail -n 20 "$out/$target.log"; return 1; }
  stat() { sed -n "s/^$1 *: //p" "$out/$target/default/fuzzer_stats"; }
  found=$(($(stat saved_crashes) + $(stat saved_hangs)))
  echo "$target: $(stat execs_done) inputs, seed $seed, $(stat corpus_count) kept, $(stat saved_crashes) crashed, $(stat saved_hangs) hung"
  if [ "$found" -gt 0 ]; then
    find "$out/$target/default/crashes" "$out/$target/default/hangs" -name 'id:*' -printf '  %p\n'
    return 1
  fi
}

each=$((minutes * 60 * 2 / (${#targets[@]} + ${#targets[@]} % 2)))
status=0
for ((i = 0; i < ${#targets[@]}; i += 2)); do
  fuzz "${targets[i]}" "$each" &
  one=$!
  if [ $((i + 1)) -lt ${#targets[@]} ]; then fuzz "${targets[i + 1]}" "$each" || status=1; fi
  wait "$one" || status=1
done
echo "$SECONDS s"
exit "$status"
