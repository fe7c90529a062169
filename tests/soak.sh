#!/bin/bash
# Failures in a loop under two scrapers, for as long as you like: tests/soak.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/soak.sh [--minutes 60]

Publishes the Native AOT binary, starts a private libvirt daemon with 20 tiny domains and two real guests, scrapes the
exporter twice a second, and lets things fail in a loop: QEMUs and the daemon frozen and thawed, domains created and
destroyed, the daemon killed and restarted. Exit code 0: every scrape was HTTP 200 within its deadline, all domains are
complete at the end, and memory, open files and threads did not grow. Everything is gone afterwards.
What Debian packages are missing is installed (root) or named (everybody else).
USAGE
}

if [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; then usage; exit 0; fi

tests/packages.sh build lab >&2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
mkdir -p artifacts
log=artifacts/soak-build.log
build() {
  if ! dotnet "$@" --disable-build-servers -p:UseSharedCompilation=false > "$log" 2>&1; then
    tail -n 30 "$log" >&2
    exit 1
  fi
}
build publish src/BalloonExporter -c Release -o artifacts/bench
build build tests/BalloonExporter.Lab -c Release
exec dotnet artifacts/bin/BalloonExporter.Lab/release/balloon-lab.dll soak --exporter artifacts/bench/balloon-exporter "$@"
