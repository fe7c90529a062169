#!/bin/bash
# Whether two builds of this commit are equal: builds everything but the image twice, in folders of different depth, and compares all bytes.
# Takes two publishes (about six minutes on two cores). Needs what packaging/build.sh needs. Exit code 0: equal.
set -euo pipefail
cd "$(dirname "$0")/.."

export BALLOON_TREES=$PWD/artifacts/trees
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for folder in "$scratch/one" "$scratch/a/much/deeper/folder/two"; do
  git clone --quiet . "$folder"
  (cd "$folder" && packaging/build.sh --output "$scratch/out-$(basename "$folder")" "${@:-binary}" sbom tar deb rpm)
done
diff "$scratch/out-one/sha256sums.txt" "$scratch/out-two/sha256sums.txt"
echo "equal: $(wc -l < "$scratch/out-one/sha256sums.txt") files"
