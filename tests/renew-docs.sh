#!/bin/bash
# Writes the generated parts of docs/options.md, docs/metrics.md and docs/decisions.md, and the API's description, anew from the program as it is.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  '') ;;
  -h | --help) sed -n '2s/^# //p' "$0"; exit 0 ;;
  *) echo "unknown argument: $1" >&2; exit 2 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
BALLOON_RENEW_DOCS=1 dotnet test tests/BalloonExporter.Tests --nologo --filter "FullyQualifiedName~Tests.Documents&FullyQualifiedName~.The_page"
git status --short docs src/BalloonExporter/Api/openapi.json
