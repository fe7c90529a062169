#!/bin/bash
# The rules and the loop with the engines of newer Debians: tests/engines.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/engines.sh [PART...]

Parts, all of them by default:
  fetch   Prometheus and Alertmanager of Debian 13 (trixie) and of the next one (forky), from the mirror that this machine's apt uses. They are
          only unpacked, into artifacts/engines/SUITE; nothing is installed
  rules   each rule test (tests/alerts) with the promtool that is installed and with both of those; files that every engine evaluates, with vmalert
  loop    the loop with real guests (LoopTests) with the engines of forky. Needs artifacts/publish, or BALLOON_LAB_BINARY

./test.sh runs the same rule tests and the same loop with what is installed. Exit code 0: nothing failed.
USAGE
}

for part in "$@"; do
  case "$part" in
    fetch | rules | loop) ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown part: $part" >&2; usage >&2; exit 2 ;;
  esac
done
if [ $# -eq 0 ]; then set -- fetch rules loop; fi

engines=$PWD/artifacts/engines
suites=(trixie forky)
passed=0
failed=0
log=

# check NAME COMMAND...
check() {
  local name=$1
  shift
  if "$@" > "$log" 2>&1; then
    passed=$((passed + 1))
  else
    echo "FAILED  $name"
    tail -n 40 "$log"
    failed=$((failed + 1))
  fi
}

# fetch_suite SUITE: with lists and a cache of our own, so that the machine's apt knows nothing of that suite.
fetch_suite() {
  local suite=$1 mirror package
  local own=$engines/apt-$suite
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null | awk '$1 ~ /debian\/?$/ && $2 == "main" { print $1; exit }')
  if [ -z "$mirror" ]; then
    echo "apt knows no mirror of Debian: apt-get update" >&2
    exit 1
  fi
  rm -rf "$own" "${engines:?}/$suite"
  mkdir -p "$own/lists/partial" "$own/cache/archives/partial" "$own/packages" "$engines/$suite"
  # The sandbox user may not write here; signatures are checked all the same.
  local options=(-qq -o "Dir::Etc::sourcelist=$own/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$own/lists" -o "Dir::Cache=$own/cache"
    -o APT::Sandbox::User=root)
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$own/sources.list"
  apt-get "${options[@]}" update
  local packages=()
  # promtool and amtool have packages of their own in some suites, and not every suite has VictoriaMetrics.
  for package in prometheus prometheus-alertmanager promtool amtool victoria-metrics; do
    if apt-cache "${options[@]}" show "$package" > /dev/null 2>&1; then packages+=("$package"); fi
  done
  (cd "$own/packages" && apt-get "${options[@]}" download "${packages[@]}")
  for package in "$own"/packages/*.deb; do dpkg-deb -x "$package" "$engines/$suite"; done
  rm -rf "$own"
}

part_fetch() {
  local suite
  for suite in "${suites[@]}"; do
    fetch_suite "$suite"
    "$engines/$suite/usr/bin/prometheus" --version 2>&1 | sed -n '1s/ (.*//p'
    "$engines/$suite/usr/bin/prometheus-alertmanager" --version 2>&1 | sed -n '1s/ (.*//p'
  done
}

# tools: each promtool, the installed one first.
tools() {
  local suite
  command -v promtool
  for suite in "${suites[@]}"; do echo "$engines/$suite/usr/bin/promtool"; done
}

part_rules() {
  local tool file dense
  dense=$(mktemp --suffix=.test.yml artifacts/engines/dense.XXXXXX)
  tests/alerts/dense.sh > "$dense"
  while read -r tool; do
    local before=$passed
    check "$tool check rules" "$tool" check rules alerts/*.rules.yml
    for file in tests/alerts/*.test.yml "$dense"; do check "$tool $(basename "$file")" "$tool" test rules "$file"; done
    echo "$("$tool" --version 2>&1 | sed -n '1s/ (.*//p'): $((passed - before)) passed"
  done < <(tools)
  rm -f "$dense"
  for file in health dashboards; do check "vmalert $file" "$engines/forky/usr/bin/vmalert" -dryRun -rule="alerts/$file.rules.yml"; done
}

part_loop() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
  check "build" dotnet build tests/BalloonExporter.IntegrationTests -p:Optimize=true
  rm -f artifacts/integration-report.txt
  check "the loop with the engines of forky" env BALLOON_LAB_ENGINES="$engines/forky/usr/bin" dotnet test tests/BalloonExporter.IntegrationTests --no-build --nologo \
    --filter FullyQualifiedName~LoopTests
  grep -E '^ *loop: Prometheus ' artifacts/integration-report.txt
}

mkdir -p "$engines"
log=$(mktemp artifacts/engines/log.XXXXXX)
trap 'rm -f "$log"' EXIT
for part in "$@"; do "part_$part"; done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
