#!/bin/bash
# Failures in a loop under two scrapers, for as long as you like: tests/soak.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/soak.sh [--minutes 60]

Publishes the Native AOT binary, starts a private libvirt daemon with 20 tiny domains and two real guests, scrapes the acting
exporter twice a second over TLS, has it take and give memory, and lets things fail in a loop: QEMUs and the daemon frozen and
thawed, domains and guests that come and go, the daemon killed and restarted, the exporter's clock an hour ahead and an hour
behind, the disk of its log and its state full, its certificate and its token replaced. Exit code 0: one process all the way,
every scrape was HTTP 200 within its deadline, no guest was below its floor, no memory was moved without its lines in the log but
gifts while the disk was full, all domains are complete at the end, and memory, open files and threads did not grow. Needs root,
for a file system that it fills. Everything is gone afterwards.
What Debian packages are missing is installed.
USAGE
}

if [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; then usage; exit 0; fi

tests/packages.sh build lab tests >&2
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
build build tools/lab -c Release
# In a mount namespace of its own: the file system that it fills goes with it, whatever ends it.
exec unshare --mount --propagation private dotnet artifacts/bin/BalloonExporter.Lab/release/balloon-lab.dll soak --exporter artifacts/bench/balloon-exporter "$@"
