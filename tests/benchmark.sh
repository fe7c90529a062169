#!/bin/bash
# Measures scrapes of BalloonExporter and of Debian's prometheus-libvirt-exporter on real QEMU processes: tests/benchmark.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/benchmark.sh [--domains 1,100,300] [--scrapes 200] [--memory-scrapes 1000]

Publishes the Native AOT binary, starts a private libvirt daemon with so many tiny paused QEMU domains, and scrapes our
exporter and Debian's prometheus-libvirt-exporter in turns. Prints Markdown tables. Needs about 25 MB of memory for each
domain; a quarter of an hour with the defaults. Everything is gone afterwards.
What Debian packages are missing is installed (root) or named (any other user).

  --domains N,N         how many domains; a table for each
  --scrapes N           timed scrapes of each exporter
  --memory-scrapes N    scrapes after which resident memory is read
  --help                this text
USAGE
}

if [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; then usage; exit 0; fi

tests/packages.sh build bench >&2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
mkdir -p artifacts
log=artifacts/benchmark-build.log
build() {
  if ! dotnet "$@" --disable-build-servers -p:UseSharedCompilation=false > "$log" 2>&1; then
    tail -n 30 "$log" >&2
    exit 1
  fi
}
build publish src/BalloonExporter -c Release -o artifacts/bench
build build tools/lab -c Release
exec dotnet artifacts/bin/BalloonExporter.Lab/release/balloon-lab.dll bench scrape --exporter artifacts/bench/balloon-exporter "$@"
