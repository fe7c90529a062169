#!/bin/bash
# The unit tests that need nothing of Debian: tests/anywhere.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/anywhere.sh [--no-build] [--hide]

Runs the unit tests that need the .NET SDK and nothing else: no libvirt library, no promtool, no systemd. Those that need something
of Debian carry the trait needs=debian and are left out; ./test.sh runs all. --hide, as root, takes from this run what those need,
so that a missing trait shows: every program and library that tests/packages.sh installs for tests.
USAGE
}

build=()
hide=
for argument in "$@"; do
  case "$argument" in
    -h | --help) usage; exit 0 ;;
    --no-build) build=(--no-build) ;;
    --hide) hide=1 ;;
    *) echo "unknown argument: $argument" >&2; usage >&2; exit 2 ;;
  esac
done

if [ -n "$hide" ] && [ -z "${BALLOON_HIDDEN:-}" ]; then
  BALLOON_HIDDEN=1 exec unshare --mount "$0" "$@"
fi
if [ -n "$hide" ]; then
  mount --make-rprivate /
  for file in /usr/bin/{promtool,amtool,prometheus,prometheus-alertmanager,virsh,systemd-analyze,systemd-socket-activate,gcc,cc,faketime,python3,openssl,node,npm,qemu-system-x86_64} \
    /usr/sbin/libvirtd /usr/lib/*/libvirt.so.0 /usr/lib/*/libvirt-qemu.so.0 /usr/lib/*/libvirt-lxc.so.0; do
    if [ -e "$file" ]; then mount --bind /dev/null "$(readlink -f "$file")"; fi
  done
  for folder in /usr/include/libvirt /usr/share/libvirt; do
    if [ -d "$folder" ]; then mount -t tmpfs none "$folder"; fi
  done
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
status=0
# All tests of the binding need libvirt's library.
for project in ExporterToolkit.Tests BalloonExporter.Core.Tests BalloonExporter.Tests; do
  dotnet test "tests/$project" "${build[@]}" --nologo --filter "needs!=debian" || status=1
done
exit "$status"
