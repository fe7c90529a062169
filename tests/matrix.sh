#!/bin/bash
# The versions that people run: tests/matrix.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/matrix.sh [--only PART,...] [SUITE...]

For each Debian SUITE (bookworm, trixie, forky; all by default): a tree of it (packaging/tree.sh) with its libvirt, QEMU, Prometheus and Alertmanager, and
in it, with the kernel of that suite in the guests:

  binding   LibvirtSharp's tests, and its coverage of that release's API description
  golden    the golden scrape
  rules     promtool and amtool on rules, rule tests and configurations
  guests    real guests: statistics, reflexes, the loop, messengers, poll, restarts
  xml       libvirt's own domain XML files of that release (tests/libvirt-xml.sh)

Tests what is built (dotnet build BalloonExporter.sln -p:Optimize=true) and artifacts/publish (./test.sh publish), or BALLOON_LAB_BINARY. The rows for
docs/compatibility.md are printed at the end. Needs root, and what tests/packages.sh packaging installs. Exit code 0: nothing failed.
USAGE
}

suites=() parts=(binding golden rules guests xml)
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --only) IFS=, read -ra parts <<< "${2:?--only needs a value}"; shift ;;
    bookworm | trixie | forky) suites+=("$1") ;;
    *) echo "unknown suite or option: $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
if [ ${#suites[@]} -eq 0 ]; then suites=(bookworm trixie forky); fi
for part in "${parts[@]}"; do
  case "$part" in
    binding | golden | rules | guests | xml) ;;
    *) echo "unknown part: $part" >&2; usage >&2; exit 2 ;;
  esac
done

work=$PWD/artifacts/matrix
mkdir -p "$work"
passed=0
failed=0
rows=()
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
nuget=${NUGET_PACKAGES:-$HOME/.nuget/packages}

# in_tree COMMAND...: runs it in the suite's tree, with this folder, the SDK and its packages in the places they have here.
in_tree() {
  unshare --mount --propagation private bash -euc '
    tree=$1 here=$2 dotnet=$3 nuget=$4
    shift 4
    # First: this folder may be below them.
    for folder in /tmp /run; do mount -t tmpfs tmpfs "$tree$folder"; done
    for folder in /proc /sys /dev; do mount --rbind "$folder" "$tree$folder"; done
    for folder in "$here" "$dotnet" "$nuget"; do mkdir -p "$tree$folder"; mount --rbind "$folder" "$tree$folder"; done
    cp -L /etc/resolv.conf "$tree/etc/resolv.conf"
    exec chroot "$tree" env -i HOME=/root PATH="/usr/sbin:/usr/bin:/sbin:/bin:$dotnet" LC_ALL=C.UTF-8 NUGET_PACKAGES="$nuget" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
      DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 MSBUILDDISABLENODEREUSE=1 BALLOON_LIBVIRT_SOURCE="$here/artifacts/matrix/libvirt-source-$(basename "$tree")" \
      ${BALLOON_LAB_BINARY:+BALLOON_LAB_BINARY="$BALLOON_LAB_BINARY"} sh -c "cd $here && \"\$@\"" sh "$@"
  ' bash "$tree" "$PWD" "$dotnet" "$nuget" "$@"
}

# check NAME COMMAND...: counts tests of a runner by its last lines, everything else as one.
check() {
  local name=$1 status=0 good bad
  shift
  in_tree "$@" > "$log" 2>&1 || status=$?
  good=$(sed -n 's/^ *Passed: *\([0-9]*\).*/\1/p; s/.*Passed! .*Passed: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
  bad=$(sed -n 's/^ *Failed: *\([0-9]*\).*/\1/p; s/.*Failed! .*Failed: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
  if [ "$status" -eq 0 ]; then good=${good:-1}; else bad=${bad:-1}; fi
  if [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then bad=1; fi
  passed=$((passed + ${good:-0}))
  failed=$((failed + ${bad:-0}))
  figures+="$name ${good:-0}${bad:+ (failed: $bad)}, "
  if [ "${bad:-0}" -gt 0 ]; then echo "FAILED  $suite: $name"; grep -vE '^ *Passed ' "$log" | tail -n 60; else echo "ok      $suite: $name: ${good}"; fi
}

run_tests() { check "$1" dotnet test "tests/$2" --no-build --nologo --filter "$3" --logger "console;verbosity=normal"; }

part_binding() { run_tests binding LibvirtSharp.Tests "suite!=adversary"; }

part_golden() { run_tests golden BalloonExporter.Tests "FullyQualifiedName~GoldenScrape|FullyQualifiedName~Exposition"; }

part_rules() {
  check "promtool" bash -c 'promtool check rules alerts/*.rules.yml && promtool check config deploy/prometheus.yml && promtool test rules tests/alerts/*.test.yml'
  check "amtool" bash -c 'for file in alerts/alertmanager/alertmanager.yml; do amtool check-config "$file"; done'
}

part_guests() {
  rm -f artifacts/integration-report.txt
  run_tests guests BalloonExporter.IntegrationTests \
    "suite!=adversary&(FullyQualifiedName~.StatisticsTests|FullyQualifiedName~.StatisticsPeriodTests|FullyQualifiedName~.ReflexTests|FullyQualifiedName~.LoopTests|FullyQualifiedName~.MessengerTests|FullyQualifiedName~.PollTests|FullyQualifiedName~.RestartTests)"
}

part_xml() { check "libvirt's XML" tests/libvirt-xml.sh; }

# engines: one package in some releases, several in others.
engines() {
  if [ "$1" = forky ]; then echo prometheus promtool prometheus-alertmanager amtool; else echo prometheus prometheus-alertmanager; fi
}

log=$(mktemp "$work/log.XXXXXX")
trap 'rm -f "$log"' EXIT
for suite in "${suites[@]}"; do
  printf '\n== %4d s  %s\n' "$SECONDS" "$suite"
  # shellcheck disable=SC2046
  tree=$(packaging/tree.sh "$suite" matrix libvirt-daemon libvirt-daemon-driver-qemu libvirt-daemon-driver-lxc libvirt-clients libvirt-dev qemu-system-x86 busybox-static cpio xz-utils \
    python3 python3-seccomp gcc libc6-dev systemd libfaketime util-linux iproute2 procps zlib1g libssl3 ca-certificates git debian-archive-keyring $(engines "$suite"))
  figures=
  # Where the kernel of the guests comes from.
  in_tree apt-get -qq -o Acquire::Check-Valid-Until=false update
  for part in "${parts[@]}"; do "part_$part"; done
  versions=$(in_tree dpkg-query -W -f '${Package} ${Version}\n' libvirt0 qemu-system-x86 prometheus prometheus-alertmanager | sed -E 's/^([^ ]+) ([0-9]+:)?([0-9.]+).*/\1 \3/' | paste -sd,)
  kernel=$(in_tree bash -c "apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: linux-image-\([0-9.]*\).*/\1/p' | head -n 1")
  rows+=("| $suite | ${versions//,/, }, guests' kernel $kernel | $(date -u +%F) | ${figures%, } |")
done
printf '\n%s\n' "${rows[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
