#!/bin/bash
# The whole loop on this machine, on real guests: ./demo.sh --help
set -euo pipefail
cd "$(dirname "$0")"
began=$SECONDS
step() { printf '%4d s  %s\n' "$((SECONDS - began))" "$1"; }

usage() {
  cat <<'USAGE'
Usage: ./demo.sh [--for SECONDS] [--uri URI]

Starts a private libvirt daemon, four guests of 1 GiB with a real balloon driver, the exporter in act mode with a budget
of 3 GiB, Prometheus and Alertmanager, all on loopback; lets the guests fill and free memory in turn; shows what happens.
What Debian packages are missing is installed (root) or named (any other user).

  --for SECONDS   end by itself; the time counts from when everything is up. Without it: until Ctrl-C.
                  180 is enough for a whole round.
  --uri URI       observe the domains of an existing libvirt instead, for example qemu:///system: the exporter in observe
                  mode, Prometheus and Alertmanager, no guests and no load. Nothing is moved.
  --help          this text

Exit code 0: the loop closed (a shortage arose, targets were recommended, balloons moved, the shortage ended), or with
--uri: libvirt could be observed. 1: it did not; the last lines say which part is missing. Nothing is left behind.
USAGE
}

needs="build lab"
previous=
for argument in "$@"; do
  case "$previous$argument" in
    -h | --help) usage; exit 0 ;;
    --for | --uri) previous="$argument=" ; continue ;;
    --for=*[!0-9]* | --for=) echo "--for needs a number of seconds" >&2; exit 2 ;;
    --for=*) ;;
    --uri=?*) needs="build servers" ;;
    *) echo "unknown option: $argument" >&2; usage >&2; exit 2 ;;
  esac
  previous=
done
if [ -n "$previous" ]; then echo "${previous%=} needs a value" >&2; exit 2; fi

step "looking for missing packages"
# shellcheck disable=SC2086
tests/packages.sh $needs

# No build servers stay behind, and nothing asks who we are.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
log=artifacts/demo-build.log
mkdir -p artifacts
# A sign of life every so often; "read" from a pipe without a writer is a sleep without a process of its own.
exec {silence}<> <(:)
( while ! read -r -t 20 -u "$silence"; do step "still building"; done ) &
ticker=$!
trap 'kill "$ticker" 2>/dev/null || true' EXIT
build() {
  if ! dotnet "$@" --disable-build-servers -p:UseSharedCompilation=false > "$log" 2>&1; then
    tail -n 30 "$log" >&2
    exit 1
  fi
}
step "publishing the exporter (Native AOT; one to three minutes the first time)"
build publish src/BalloonExporter -c Release -o artifacts/demo
step "building the lab"
build build tools/lab -c Release
kill "$ticker"
trap - EXIT

# Through dotnet: a program of its own looks for the runtime in fewer places.
exec dotnet artifacts/bin/BalloonExporter.Lab/release/balloon-lab.dll demo --exporter artifacts/demo/balloon-exporter "$@"
