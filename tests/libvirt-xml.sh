#!/bin/bash
# The domain XML of libvirt's own tests: tests/libvirt-xml.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  '') ;;
  -h | --help)
    cat <<'USAGE'
Usage: tests/libvirt-xml.sh

Fetches libvirt's source package with apt, from where this machine's apt gets its packages, and reads every domain XML of libvirt's own
tests (2,260 in Debian 12's) as the exporter does: nothing may throw, and memory backing, devices and locks must be what a second reading with
XPath finds. Nothing is installed; the source is kept in artifacts/libvirt-source. Not part of ./test.sh: it downloads 10 MB.
USAGE
    exit 0
    ;;
  *) echo "unknown argument: $1" >&2; exit 2 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
kept=${BALLOON_LIBVIRT_SOURCE:-$PWD/artifacts/libvirt-source}
mkdir -p "$kept"
if ! ls "$kept"/*/tests >/dev/null 2>&1; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  chmod 755 "$work"
  mkdir -p "$work/parts" "$work/lists/partial" "$work/fetched"
  # The same places, for sources too. This machine's own lists stay as they are.
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -e "$file" ] && sed -E 's/^Types:.*/Types: deb-src/' "$file" > "$work/parts/$(basename "$file")"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$file" ] && sed -nE 's/^deb(-src)?[[:space:]]/deb-src /p' "$file" | sort -u > "$work/parts/$(basename "$file" .list).list"
  done
  apt=(apt-get -qq -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$work/parts" -o "Dir::State::Lists=$work/lists"
    -o "Dir::Cache::srcpkgcache=" -o "Dir::Cache::pkgcache=" -o "APT::Sandbox::User=$(id -un)")
  "${apt[@]}" update
  (cd "$work/fetched" && "${apt[@]}" source --download-only libvirt)
  tar -xf "$work"/fetched/libvirt_*.orig.tar.?z -C "$kept" --wildcards '*/tests/*.xml'
fi

BALLOON_LIBVIRT_SOURCE=$kept dotnet test tests/BalloonExporter.Tests --filter FullyQualifiedName~LibvirtsOwnXmlTests --logger "console;verbosity=detailed"
