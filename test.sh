#!/bin/bash
# Everything there is to check, in one command. Under ten minutes on two cores. --help tells the parts.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'USAGE'
Usage: ./test.sh [PART...]

Parts, all of them by default; format, rules and dashboards then run beside publish and unit:
  build         everything, without a warning
  format        white space, shell scripts
  publish       the Native AOT binary, without a warning
  unit          the binding against libvirt's test driver, the core, the exporter with fakes, architecture, golden scrape
  rules         promtool and amtool: rules, example configurations, rule tests
  dashboards    Grafana dashboards against Grafana's own types and units, their queries, links, provisioning; compose.yaml; workflows
  integration   real QEMU guests, real Prometheus, real Alertmanager; figures at the end

What Debian packages are missing is installed (root) or named (any other user).
USAGE
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# All warnings but those of the list of known vulnerabilities, which cannot be fetched everywhere (Directory.Build.props).
strict=(-warnaserror "-warnnotaserror:NU1900,NU1901,NU1902,NU1903,NU1904")
passed=0
failed=0
beside=

step() { printf '\n== %4d s  %s\n' "$SECONDS" "$1"; }

# check NAME COMMAND...: one check that is no test of a runner.
check() {
  local name=$1
  shift
  if "$@" > "$log" 2>&1; then
    echo "ok      $name"
    passed=$((passed + 1))
  else
    echo "FAILED  $name: $*"
    tail -n 60 "$log"
    failed=$((failed + 1))
  fi
}

restore() {
  dotnet restore BalloonExporter.sln --locked-mode > "$log" 2>&1 || { tail -n 20 "$log"; exit 1; }
}

# run_tests PROJECT: runs a test project, but for the long attacks (tests/adversary.sh), and adds its figures up.
run_tests() {
  local status=0
  dotnet test "tests/$1" --no-build --nologo --filter "suite!=adversary&suite!=pages" --logger "console;verbosity=normal" > "$log" 2>&1 || status=$?
  count_tests "$1" "$status" 's/^ *Passed: *\([0-9]*\).*/\1/p' 's/^ *Failed: *\([0-9]*\).*/\1/p'
}

# count_tests NAME STATUS PASSED FAILED: adds up the figures of a runner that has written to the log; the last two are sed scripts
# that find them there.
count_tests() {
  local good bad
  good=$(sed -n "$3" "$log" | tail -n 1)
  bad=$(sed -n "$4" "$log" | tail -n 1)
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-0}))
  if [ "$2" -eq 0 ] && [ "${good:-0}" -gt 0 ]; then
    echo "ok      $1: ${good} tests"
    return
  fi
  # A runner that fails without a failed test (a crash, nothing to run) has failed all the same.
  if [ "${bad:-0}" -eq 0 ]; then failed=$((failed + 1)); fi
  echo "FAILED  $1"
  grep -vE '^ *(Passed|✔) ' "$log" | tail -n 120
}

# parse_scripts: bash -n reads one file only, whatever else is named.
parse_scripts() {
  local script bad=0
  while read -r script; do bash -n "$script" || bad=1; done < <(find . .ci \( -name artifacts -o -name node_modules -o -name .git \) -prune -o \( -name '*.sh' -o -path './.ci/*' \) -type f -print | sort -u)
  return "$bad"
}

part_format() {
  step "format"
  # Rules of style are the compiler's (EnforceCodeStyleInBuild); what it does not see is white space, and that needs no project loaded.
  check "white space" dotnet format whitespace . --folder --verify-no-changes --exclude artifacts tests/dashboards/node_modules
  check "shell scripts parse" parse_scripts
}

part_build() {
  step "build"
  restore
  # Optimised: the simulations and the million steps of the core take a third less time.
  check "build without a warning" dotnet build BalloonExporter.sln --no-restore "${strict[@]}" -p:Optimize=true
  if [ "$failed" -gt 0 ]; then finish; fi
}

part_publish() {
  step "publish"
  rm -rf artifacts/publish
  # The analyzers have seen the same code in the build.
  check "Native AOT without a warning" dotnet publish src/BalloonExporter -c Release -o artifacts/publish "${strict[@]}" -p:RunAnalyzers=false
  check "one binary named balloon-exporter and nothing else" test "$(ls artifacts/publish)" = balloon-exporter
  check "it runs" artifacts/publish/balloon-exporter --version
}

part_unit() {
  step "unit"
  run_tests LibvirtSharp.Tests
  run_tests ExporterToolkit.Tests
  run_tests BalloonExporter.Core.Tests
  run_tests BalloonExporter.Tests
}

part_rules() {
  step "rules"
  check "promtool check rules" promtool check rules alerts/*.rules.yml
  check "promtool check config" promtool check config deploy/prometheus.yml
  check "amtool check-config" amtool check-config alerts/alertmanager/alertmanager.yml
  local file
  for file in tests/alerts/*.test.yml; do
    check "promtool test rules $(basename "$file")" promtool test rules "$file"
  done
  tests/alerts/dense.sh > "$log.dense.test.yml"
  check "promtool test rules dense hosts" promtool test rules "$log.dense.test.yml"
  rm -f "$log.dense.test.yml"
}

part_dashboards() {
  step "dashboards, without a Grafana"
  local status=0 installed=node_modules/.installed-from
  (
    cd tests/dashboards &&
      { cmp -s package-lock.json "$installed" || { npm ci && cp package-lock.json "$installed"; }; } &&
      npm test
  ) > "$log" 2>&1 || status=$?
  count_tests tests/dashboards "$status" 's/^[^ ]* pass \([0-9]*\)$/\1/p' 's/^[^ ]* fail \([0-9]*\)$/\1/p'
}

part_integration() {
  step "integration, on real guests"
  rm -f artifacts/integration-report.txt
  run_tests BalloonExporter.IntegrationTests
  if [ -f artifacts/integration-report.txt ]; then cat artifacts/integration-report.txt; fi
}

# run_beside PART...: starts parts that wait for no other, so that both cores have work.
run_beside() {
  beside_log=$(mktemp artifacts/test-beside.XXXXXX)
  ./test.sh "$@" > "$beside_log" 2>&1 &
  beside=$!
}

# join_beside: waits for them, shows what they said, and adds their figures up.
join_beside() {
  local good=0 bad=1
  wait "$beside" || true
  beside=
  grep -vE '^== .* (packages|done)$|^[0-9]+ passed, [0-9]+ failed$' "$beside_log" | cat -s
  # Without its last line it has failed, whatever it said before.
  read -r good _ bad _ <<< "$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$beside_log" | tail -n 1)" || true
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-1}))
}

clean_up() {
  if [ -n "$beside" ]; then kill "$beside" 2> /dev/null || true; fi
  rm -f "$log" "$beside_log"
}

finish() {
  step "done"
  echo "$passed passed, $failed failed"
  if [ "$failed" -gt 0 ]; then exit 1; fi
  exit 0
}

for part in "$@"; do
  case "$part" in
    build | format | publish | unit | rules | dashboards | integration) ;;
    *) echo "unknown part: $part" >&2; usage >&2; exit 2 ;;
  esac
done

mkdir -p artifacts
log=$(mktemp artifacts/test-log.XXXXXX)
beside_log=
trap clean_up EXIT

step "packages"
tests/packages.sh all
if [ $# -gt 0 ]; then
  for part in "$@"; do "part_$part"; done
  finish
fi

part_build
run_beside format rules dashboards
part_publish
part_unit
join_beside
# Alone: it measures.
part_integration
finish
