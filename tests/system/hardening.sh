# Under load nothing of what it does is forbidden, and what a setting takes away is told.
check "systemd finds it hardly exposed" bash -c "systemd-analyze security --no-pager $service | awk '/Overall exposure/ { print; exit !(\$(NF-2) <= 1.6 || \$(NF-1) <= 1.6) }'"
check "its system calls are filtered" grep -qE '^Seccomp:[[:space:]]+2$' "/proc/$(pid)/status"
check "it has no capability" grep -qE '^CapEff:[[:space:]]+0+$' "/proc/$(pid)/status"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout /etc/balloon-exporter/web.key -out /etc/balloon-exporter/web.crt 2> /dev/null
chgrp balloon-exporter /etc/balloon-exporter/web.key && chmod 640 /etc/balloon-exporter/web.key
echo 'tls_server_config: {cert_file: web.crt, key_file: web.key}' > /etc/balloon-exporter/web.yml
echo 'BALLOON_EXPORTER_WEB_CONFIG_FILE=/etc/balloon-exporter/web.yml' >> /etc/default/balloon-exporter
page=https://127.0.0.1:10177/metrics
metrics() { curl -skf --max-time 10 "$page"; }
before=$(pid) began=$(now)
systemctl restart "$service"
check "it speaks TLS" until_true 20 replaced "$before"
restarts=$(property NRestarts) before=$(pid)
for round in 1 2 3; do
  for scrape in 1 2 3 4 5 6 7 8; do metrics > /dev/null & done
  make_guest "load$round" > /dev/null
  balloon-exporter policy set "load$round" --floor=32MiB > /dev/null
  balloon-exporter policy clear "load$round" > /dev/null
  virsh -q -c qemu:///system destroy "load$round" > /dev/null
  wait
done
check "it is the same process after scrapes, starts, policies and ends" test "$(pid) $(property NRestarts)" = "$before $restarts"
refused "no error is in the journal" journal_has 'level=error|SIGSYS|Permission denied|Operation not permitted' "$began"
sed -i '/WEB_CONFIG_FILE=/d' /etc/default/balloon-exporter
page=http://127.0.0.1:10177/metrics
metrics() { curl -sf --max-time 10 "$page"; }
mkdir -p /run/systemd/system/balloon-exporter.service.d
printf '[Service]\nProtectProc=invisible\n' > /run/systemd/system/balloon-exporter.service.d/blind.conf
systemctl daemon-reload
systemctl restart "$service"
until_true 20 is_up
refused "ProtectProc takes the swap of guests' processes away" has 'balloon_domain_host_swapped_bytes\{.*domain="one"'
check "and the collector says so" until_true 10 has 'balloon_scrape_collector_success\{collector="process"\} 0'
rm -r /run/systemd/system/balloon-exporter.service.d
systemctl daemon-reload
systemctl restart "$service"
check "without it all is there again" until_true 20 has 'balloon_domain_host_swapped_bytes\{.*domain="one"'
