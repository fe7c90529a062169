#!/bin/bash
# Finds what the machine lacks for the named needs; installs it where it may, otherwise says what to install and stops.
# Usage: tests/packages.sh NEED...
#   build     what Native AOT links with
#   servers   Prometheus, Alertmanager and libvirt's client
#   lab       servers, and libvirt, QEMU and what the guest image is made of
#   tests     libvirt's API description, which the binding is compared with, and what checks the systemd unit, what sets the clock of one process, and Node.js for the checks of the dashboards
#   pages     Chromium and Node.js, for the pages
#   bench     lab, and the exporter that ours is measured against
#   fuzz      what makes wrong inputs
#   packaging what makes Debian trees, packages and images
#   system    packaging, and what starts such a tree with systemd as process 1
#   all       everything but pages, bench, fuzz, packaging and system
set -euo pipefail

missing=()

# need PACKAGE [COMMAND...]: there when dpkg has the package, or when all of the commands can be found anyway.
need() {
  local package=$1
  shift
  if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ]; then return; fi
  if [ $# -gt 0 ]; then
    local command
    for command in "$@"; do
      if ! PATH="$PATH:/usr/sbin:/sbin" command -v "$command" >/dev/null; then missing+=("$package"); return; fi
    done
    return
  fi
  missing+=("$package")
}

needs_build() {
  if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then missing+=(gcc libc6-dev); fi
  need zlib1g-dev
}

needs_servers() {
  need prometheus prometheus promtool
  need prometheus-alertmanager prometheus-alertmanager amtool
  need libvirt-clients virsh
  need util-linux setpriv setsid
}

needs_lab() {
  needs_servers
  need libvirt-daemon libvirtd
  need libvirt-daemon-driver-qemu
  need libvirt-daemon-driver-lxc
  need qemu-system-x86 qemu-system-x86_64
  need busybox-static
  need cpio cpio
  need python3 python3
  need python3-seccomp
  need systemd systemd-analyze
}

needs_pages() {
  need chromium chromium
  need nodejs node
  need npm npm
}

needs_tests() {
  need libvirt-dev
  need nodejs node
  need npm npm
  need systemd systemd-analyze
  need libfaketime
}

needs_bench() {
  needs_lab
  need prometheus-libvirt-exporter prometheus-libvirt-exporter
}

needs_fuzz() {
  need afl++ afl-fuzz
}

needs_packaging() {
  need mmdebstrap mmdebstrap
  need debian-archive-keyring
  need dpkg-dev dpkg-scanpackages
  need buildah buildah
  need python3 python3
}

needs_system() {
  needs_packaging
  need systemd-container systemd-nspawn
  need procps pgrep
}

check_dotnet() {
  if command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then return; fi
  echo "The .NET 10 SDK is missing: https://learn.microsoft.com/dotnet/core/install/linux-debian" >&2
  exit 1
}

check_kernel_package() {
  # The guest's kernel is not installed, only downloaded and unpacked; apt must know where from.
  if apt-cache show linux-image-cloud-amd64 >/dev/null 2>&1; then return; fi
  if [ "$(id -u)" -eq 0 ]; then
    echo "apt knows no packages yet: apt-get update"
    apt-get update -qq
  fi
  if ! apt-cache show linux-image-cloud-amd64 >/dev/null 2>&1; then
    echo "apt does not know linux-image-cloud-amd64, the kernel of the lab's guests: sudo apt-get update (the lab needs Debian on amd64)" >&2
    exit 1
  fi
}

kernel=no
if [ $# -eq 0 ]; then set -- all; fi
for wanted in "$@"; do
  case "$wanted" in
    build) needs_build ;;
    servers) needs_servers ;;
    lab) needs_lab; kernel=yes ;;
    tests) needs_tests ;;
    bench) needs_bench; kernel=yes ;;
    fuzz) needs_fuzz ;;
    pages) needs_pages ;;
    packaging) needs_packaging ;;
    system) needs_system ;;
    all) needs_build; needs_lab; needs_tests; kernel=yes ;;
    -h | --help) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "unknown need: $wanted (build, servers, lab, tests, pages, bench, fuzz, packaging, system, all)" >&2; exit 2 ;;
  esac
done

check_dotnet

if [ ${#missing[@]} -gt 0 ]; then
  mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
  if ! grep -qs '^ID=debian\|^ID_LIKE=.*debian\|^ID=ubuntu' /etc/os-release || ! command -v apt-get >/dev/null; then
    echo "This is no Debian. Needed, by their names there: ${missing[*]}" >&2
    exit 1
  fi
  started=()
  for package in prometheus prometheus-alertmanager prometheus-libvirt-exporter; do
    if [[ " ${missing[*]} " == *" $package "* ]]; then started+=("$package"); fi
  done
  if [ "$(id -u)" -ne 0 ]; then
    echo "Missing. Please run:" >&2
    echo "  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    if [ ${#started[@]} -gt 0 ]; then
      echo "Debian starts ${started[*]} as services of the machine; nothing here needs them, this stops them:" >&2
      echo "  sudo systemctl disable --now ${started[*]}" >&2
    fi
    exit 1
  fi
  echo "Installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  # A package just installed for its program must not leave a server on the machine's addresses behind.
  if [ ${#started[@]} -gt 0 ] && [ -d /run/systemd/system ]; then
    systemctl disable --now --quiet "${started[@]}" || true
    echo "Debian starts ${started[*]} as services of the machine; stopped and disabled, nothing here needs them."
    echo "To have them back: systemctl enable --now ${started[*]}"
  fi
fi

if [ "$kernel" = yes ]; then check_kernel_package; fi
