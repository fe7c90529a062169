#!/bin/bash
# Prints the path of a folder with a Debian of its own, made when it is not there yet: packaging/tree.sh --help
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: packaging/tree.sh SUITE NAME PACKAGE...

Makes a tree of a Debian SUITE (bookworm, trixie, forky) with the packages, from the mirror that this machine's apt uses, and prints its path:
artifacts/trees/SUITE-NAME, or below BALLOON_TREES. A tree with the same packages is used again; whoever changes it works on a copy or an overlay.
Needs root and mmdebstrap.
USAGE
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac
if [ $# -lt 3 ]; then usage >&2; exit 2; fi
suite=$1 name=$2
shift 2

trees=${BALLOON_TREES:-$(cd "$(dirname "$0")/.." && pwd)/artifacts/trees}
tree=$trees/$suite-$name
packages=$(printf '%s\n' "$@" | sort -u | paste -sd,)
if [ "$(cat "$tree.packages" 2> /dev/null)" = "$packages" ]; then echo "$tree"; exit 0; fi

mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' 2> /dev/null | awk '$1 ~ /debian\/?$/ && $2 == "main" { print $1; exit }')
if [ -z "$mirror" ]; then echo "apt knows no mirror of Debian: apt-get update" >&2; exit 1; fi
mkdir -p "$trees"
rm -rf --one-file-system "$tree" "$tree.packages"
# The next Debian's list may have expired: its signature is checked all the same.
mmdebstrap --quiet --variant=minbase --include="$packages" --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
  "$suite" "$tree" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >&2
echo "$packages" > "$tree.packages"
echo "$tree"
