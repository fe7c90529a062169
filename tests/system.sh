#!/bin/bash
# The packages on a Debian 12 and a Debian 13 with systemd as process 1: tests/system.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/system.sh [--packages FOLDER] [--previous FOLDER] [SUITE...]

Suites: bookworm and trixie, both by default. For each one boots a Debian (systemd-nspawn on a tree of its own) with libvirt and polkit, installs the
packages with apt from a local repository as an operator would, and tries them: observe mode, setup act, act mode by the polkit rule, watchdog, signals,
restarts, socket activation, upgrade, purge. On Debian 12 besides: the playbook of deploy/ansible, twice, and, with an image among the packages, the image, by
podman, against the same libvirt.

  --packages FOLDER   what packaging/build.sh made. Default: artifacts/packages, built if it is not there
  --previous FOLDER   packages of an earlier version, to upgrade from. Default: the same binary, packed as 0.0.9

Needs root on a Debian whose kernel has control groups, network and mount namespaces, and what tests/packages.sh system installs. Under ten minutes when the
packages are there. Exit code 0: nothing failed.
USAGE
}

packages=artifacts/packages previous='' suites=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --packages | --previous)
      if [ -z "${2:-}" ]; then echo "$1 needs a value" >&2; exit 2; fi
      declare "${1#--}=$2"
      shift
      ;;
    bookworm | trixie) suites+=("$1") ;;
    *) echo "unknown suite or option: $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
if [ ${#suites[@]} -eq 0 ]; then suites=(bookworm trixie); fi
if [ "$(id -u)" -ne 0 ]; then echo "needs root" >&2; exit 2; fi

work=$PWD/artifacts/system
passed=0
failed=0
leader=
launcher=
mkdir -p "$work"

step() { printf '\n== %4d s  %s\n' "$SECONDS" "$1"; }

# What a launched container needs below the control groups of this machine: nspawn makes groups beside its own process.
own_groups() {
  local hierarchy
  for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
    if [ -e "$hierarchy/cgroup.procs" ]; then echo "$hierarchy/balloon-system"; fi
  done
}

clean_up() {
  local group
  if [ -n "$leader" ]; then inside systemctl poweroff --force --force > /dev/null 2>&1 || true; fi
  if [ -n "$launcher" ]; then wait "$launcher" 2> /dev/null || true; fi
  leader=
  launcher=
  if mountpoint -q "$work/root"; then umount "$work/root"; fi
  if mountpoint -q "$work/layers"; then umount "$work/layers"; fi
  while read -r group; do
    if [ -d "$group" ]; then find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || true; fi
  done < <(own_groups)
}
trap clean_up EXIT

inside() { nsenter -t "$leader" -a env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 SUITE="$suite" PARTS="$test_parts" VERSION="$version" "$@"; }

# boot: a container on a fresh layer above the suite's tree.
boot() {
  local tree=$1 waited=0
  mkdir -p "$work/layers" "$work/root" "$work/repository"
  mount -t tmpfs -o size=3g layers "$work/layers"
  mkdir "$work/layers/upper" "$work/layers/work"
  mount -t overlay -o "lowerdir=$tree,upperdir=$work/layers/upper,workdir=$work/layers/work" overlay "$work/root"
  (
    while read -r group; do mkdir -p "$group" && echo "$BASHPID" > "$group/cgroup.procs" || true; done < <(own_groups)
    # libvirt starts guests only where it may make groups: the unified hierarchy.
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec systemd-nspawn -D "$work/root" -M "balloon-$suite" --register=no --keep-unit -b --console=pipe --private-network --capability=all \
      --bind-ro="$work/repository:/srv/repo" --bind-ro="$work/tests:/srv/tests" --bind-ro="$work/deploy:/srv/deploy" \
      < /dev/null > "$work/$suite.console" 2>&1
  ) &
  launcher=$!
  # "degraded" will do: something of Debian's own may not start in a container.
  until leader=$(pgrep -P "$launcher" -x systemd) && [[ $(inside systemctl is-system-running 2> /dev/null) =~ running|degraded ]]; do
    waited=$((waited + 1))
    if [ "$waited" -gt 300 ] || ! kill -0 "$launcher" 2> /dev/null; then echo "the container does not come up:" >&2; tail -n 20 "$work/$suite.console" >&2; exit 1; fi
    sleep 0.2
  done
}

run_suite() {
  suite=$1
  test_parts="install observe upgrade monitoring act service signals hardening"
  local tree added=()
  if [ "$suite" = bookworm ]; then
    test_parts+=" ansible"
    added=(ansible-core python3-apt podman runc)
    if [ -f "$work/repository/image.tar" ]; then test_parts+=" image"; fi
  fi
  test_parts+=" purge"
  step "$suite: a Debian with libvirt and polkit"
  tree=$(packaging/tree.sh "$suite" system systemd systemd-sysv dbus polkitd libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86 \
    iproute2 procps curl openssl ca-certificates python3 zlib1g "${added[@]}")
  boot "$tree"
  step "$suite: it is up"
  # What it says goes to the screen; its last line are the figures.
  inside bash /srv/tests/inside.sh | tee "$work/$suite.log" | grep -vE '^figures ' || true
  local good bad
  read -r _ good bad <<< "$(grep '^figures ' "$work/$suite.log" | tail -n 1)"
  passed=$((passed + ${good:-0}))
  # Without figures it did not come to its end.
  failed=$((failed + ${bad:-1}))
  if [ "${bad:-1}" -gt 0 ]; then inside journalctl --no-pager -n 200 > "$work/$suite.journal" || true; echo "journal: $work/$suite.journal"; fi
  clean_up
}

tests/packages.sh system
if ! ls "$packages"/balloon-exporter_*.deb > /dev/null 2>&1; then packaging/build.sh --output "$packages" binary sbom deb; fi
packages=$(cd "$packages" && pwd)
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
if [ -z "$previous" ]; then
  previous=$work/previous
  if ! ls "$previous"/balloon-exporter_0.0.9_*.deb > /dev/null 2>&1; then
    step "an earlier version to upgrade from"
    dpkg-deb -x "$packages"/balloon-exporter_"$version"_*.deb "$work/unpacked"
    packaging/build.sh --binary "$work/unpacked/usr/bin/balloon-exporter" --version 0.0.9 --output "$previous" deb > /dev/null
    rm -rf "$work/unpacked"
  fi
fi
# As they are now, whatever happens to this folder meanwhile.
rm -rf "$work/repository" "$work/tests" "$work/deploy" && mkdir -p "$work/repository"
cp -r tests/system "$work/tests"
cp -r deploy "$work/deploy"
cp "$packages"/*.deb "$previous"/*.deb "$work/repository/"
if ls "$packages"/*.image.tar > /dev/null 2>&1; then cp "$packages"/*.image.tar "$work/repository/image.tar"; fi
(cd "$work/repository" && dpkg-scanpackages --multiversion . > Packages 2> /dev/null)

for suite in "${suites[@]}"; do run_suite "$suite"; done
step "done"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
