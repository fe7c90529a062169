# What systemd does with it.
check "it notifies when it is ready" test "$(property Type)" = notify
check "its watchdog is on" test "$(property WatchdogUSec)" = 30s
mkdir -p /run/systemd/system/balloon-exporter.service.d
printf '[Service]\nWatchdogSec=4s\n' > /run/systemd/system/balloon-exporter.service.d/short.conf
systemctl daemon-reload
systemctl restart "$service"
until_true 20 is_up
began=$(now) before=$(pid)
kill -STOP "$before"
check "a process that stands still is replaced" until_true 20 replaced "$before"
check "by the watchdog" bash -c "journalctl -u $service --no-pager -o cat --since '$began' | grep -q 'Watchdog timeout'"
rm -r /run/systemd/system/balloon-exporter.service.d
systemctl daemon-reload

systemctl stop "$service"
systemctl start balloon-exporter.socket
check "a connection to systemd's port starts it" until_true 20 has 'balloon_libvirt_up'
check "it took the port over" journal_has 'level=info.*msg=Listening'
# A connection that comes while no process is there waits for the next one.
systemctl kill -s KILL "$service"
check "a connection waits while the process is replaced" curl -sf --max-time 15 -o /dev/null "$page"
systemctl stop balloon-exporter.socket "$service"
systemctl start "$service"
check "without that port it opens its own" until_true 20 is_up

printf '[Service]\nEnvironment=BALLOON_EXPORTER_WEB_TELEMETRY_PATH=nowhere\n' | systemctl edit --runtime --stdin "$service" 2> /dev/null || {
  mkdir -p /run/systemd/system/balloon-exporter.service.d
  printf '[Service]\nEnvironment=BALLOON_EXPORTER_WEB_TELEMETRY_PATH=nowhere\n' > /run/systemd/system/balloon-exporter.service.d/bad.conf
  systemctl daemon-reload
}
systemctl restart "$service"
check "bad options end it" until_true 10 test "$(property ActiveState)" = failed
sleep 3
check "and it is not tried again" test "$(property ActiveState) $(property ExecMainStatus)" = "failed 2"
rm -rf /run/systemd/system/balloon-exporter.service.d
systemctl daemon-reload
systemctl reset-failed "$service"
systemctl start "$service"
check "good ones start it" until_true 20 is_up
