#!/bin/bash
# Makes images with the names of the Dockerfile's bases out of Debian packages and this machine's SDK, where no registry can be reached.
# They prove the Dockerfile, not the images of those names: what is released is built from the real ones. With --runtime only the one that it runs in.
set -euo pipefail
cd "$(dirname "$0")/.."

# image NAME TREE [FOLDER...]: an image of a tree, with folders of this machine besides.
image() {
  local name=$1 container
  container=$(buildah from --quiet scratch)
  buildah add --quiet "$container" "$2" /
  shift 2
  local folder
  for folder in "$@"; do buildah add --quiet "$container" "$folder" "$folder"; done
  buildah config --env DOTNET_NOLOGO=1 --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 --env PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/share/dotnet "$container"
  buildah commit --quiet --rm "$container" "$name"
}

runtime=$(sed -n 's/^FROM \(debian:[^ ]*\)$/\1/p' Dockerfile)
sdk=$(sed -n 's/^FROM \([^ ]*\) AS build$/\1/p' Dockerfile)
image "docker.io/library/$runtime" "$(packaging/tree.sh trixie slim ca-certificates)"
if [ "${1:-}" = --runtime ]; then exit 0; fi
image "$sdk" "$(packaging/tree.sh trixie sdk ca-certificates git libssl3t64 zlib1g)" "$(dirname "$(readlink -f "$(command -v dotnet)")")"
