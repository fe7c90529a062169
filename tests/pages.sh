#!/bin/bash
# The customers' page and the operator's page in a real Chromium: every state under axe, the whole way of a customer and of an operator with script and without, framed, by keyboard. Three minutes.
# With --pictures the pictures of the documents are made anew too.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  '') ;;
  --pictures) export BALLOON_PAGES_PICTURES=$PWD/docs/images ;;
  -h | --help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
  *) echo "unknown argument: $1" >&2; exit 2 ;;
esac

tests/packages.sh pages >&2
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
(cd tests/pages && npm ci --ignore-scripts --no-audit --no-fund --silent)
dotnet build tests/BalloonExporter.Tests -p:Optimize=true --nologo -v quiet
dotnet test tests/BalloonExporter.Tests --no-build --nologo --filter suite=pages --logger "console;verbosity=detailed"
