#!/bin/bash
# Runs inside the container of tests/system.sh: the parts named in PARTS, one after another. The last line: figures PASSED FAILED.
set -uo pipefail
cd /srv/tests
passed=0
failed=0
service=balloon-exporter.service
page=http://127.0.0.1:10177/metrics

# check NAME COMMAND...: one check.
check() {
  local name=$1 said
  shift
  if said=$("$@" 2>&1); then
    echo "ok      $SUITE: $name"
    passed=$((passed + 1))
  else
    echo "FAILED  $SUITE: $name: $*"
    tail -n 25 <<< "$said"
    failed=$((failed + 1))
  fi
}

# refused NAME COMMAND...: one check of what must fail.
refused() {
  local name=$1
  shift
  check "$name" fails "$@"
}

fails() { ! "$@"; }

# until_true SECONDS COMMAND...: waits for a condition.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then "$@"; return; fi
    sleep 0.2
  done
}

apt_local() { DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o Dir::Etc::sourcelist=sources.list.d/local.list -o Dir::Etc::sourceparts=- "$@"; }
property() { systemctl show -P "$1" "$service"; }
pid() { property MainPID; }
as_exporter() { setpriv --reuid=balloon-exporter --regid=balloon-exporter --clear-groups "$@"; }
as_exporter_virsh() { as_exporter virsh -q -c qemu:///system "$@"; }
metrics() { curl -sf --max-time 10 "$page"; }
# has TEXT...: a line of the page begins with it, exactly.
# Not grep -q, which ends before all is written: the writer's failure would count.
has() { metrics | grep -E "^$1" > /dev/null; }
journal_has() { journalctl -u "$service" --no-pager -o cat ${2:+--since "$2"} | grep -E "$1" > /dev/null; }
now() { date '+%Y-%m-%d %H:%M:%S'; }
is_up() { [ "$(systemctl is-active "$service")" = active ] && has 'balloon_libvirt_up(\{[^}]*\})? 1$'; }
# replaced PID: another process than before serves.
replaced() { [ "$(pid)" -ne 0 ] && [ "$(pid)" -ne "$1" ] && is_up; }
guest() {
  cat <<XML
<domain type='qemu'><name>$1</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><memballoon model='virtio'/><console type='pty'/></devices></domain>
XML
}
make_guest() { guest "$1" > "/tmp/$1.xml" && virsh -q -c qemu:///system create "/tmp/$1.xml"; }
# The console never ends by itself: only whether it was opened counts.
console() {
  as_exporter script -qec "timeout --foreground -k 1 3 virsh -c qemu:///system console $1 --force" /dev/null < /dev/null > /tmp/console
  grep 'Connected to domain' /tmp/console
}
every_collector_works() { metrics > /tmp/page && grep -c '^balloon_scrape_collector_success{.*} 1' /tmp/page && ! grep '^balloon_scrape_collector_success{.*} 0' /tmp/page; }
# connected READONLY: libvirt has a connection of the exporter's user that is so (yes or no).
connected() {
  local id said user
  user=$(id -u balloon-exporter)
  while read -r id; do
    said=$(virt-admin client-info libvirtd "$id" 2> /dev/null)
    if grep -E "^unix_user_id *: $user$" <<< "$said" > /dev/null && grep -E "^readonly *: $1$" <<< "$said" > /dev/null; then return 0; fi
  done < <(virt-admin client-list libvirtd | awk '$1 ~ /^[0-9]+$/ { print $1 }')
  return 1
}

for part in $PARTS; do
  # shellcheck source=/dev/null
  . "/srv/tests/$part.sh"
done
echo "figures $passed $failed"
