#!/bin/bash
# The real binary in hostile hands, on loopback: tests/adversary.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/adversary.sh [NAME]

Publishes the Native AOT binary, starts private libvirt daemons with real guests, and attacks and starves the exporter, and shows
it guests with odd memory: the tests of the suite "adversary" (tests/BalloonExporter.IntegrationTests), all of them or those whose
full name has NAME in it.
Under fifteen minutes on two cores, as root: one of them fills a file system of its own. Ends with the numbers of passed and failed tests; exit code 0 when none failed.
./test.sh runs the quick part of the same attacks. What Debian packages are missing is installed (root) or named (any other user).
USAGE
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac

tests/packages.sh build lab tests >&2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
mkdir -p artifacts
log=artifacts/adversary.log
build() {
  if ! dotnet "$@" --disable-build-servers -p:UseSharedCompilation=false > "$log" 2>&1; then
    tail -n 30 "$log" >&2
    exit 1
  fi
}
build publish src/BalloonExporter -c Release -o artifacts/publish -p:RunAnalyzers=false
build build tests/BalloonExporter.IntegrationTests -p:Optimize=true

filter="suite=adversary"
if [ $# -gt 0 ]; then filter="$filter&FullyQualifiedName~$1"; fi
status=0
dotnet test tests/BalloonExporter.IntegrationTests --no-build --nologo --filter "$filter" --logger "console;verbosity=normal" | tee "$log" || status=$?
passed=$(sed -n 's/^ *Passed: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
failed=$(sed -n 's/^ *Failed: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
if [ "$status" -ne 0 ] && [ "${failed:-0}" -eq 0 ]; then failed=1; fi
if [ "${passed:-0}" -eq 0 ] && [ "${failed:-0}" -eq 0 ]; then
  echo "no test has that name" >&2
  failed=1
fi
echo "$SECONDS s"
echo "${passed:-0} passed, ${failed:-0} failed"
[ "${failed:-0}" -eq 0 ]
