# An upgrade keeps configuration and a pause.
echo 'BALLOON_EXPORTER_LOG_LEVEL=debug' >> /etc/default/balloon-exporter
echo 'policies: [{domain: "kept", floor: 1GiB}]' > /etc/balloon-exporter/config.yml
touch /run/balloon-exporter/pause
sums=$(sha256sum /etc/default/balloon-exporter /etc/balloon-exporter/config.yml)
check "a pause counts" until_true 10 has 'balloon_feedback_paused(\{[^}]*\})? 1$'
before=$(pid)
check "apt installs this version" apt_local install "balloon-exporter=$VERSION" -o Dpkg::Options::=--force-confold
check "the service runs again" until_true 20 replaced "$before"
check "it is this version" bash -c "dpkg-query -W -f '\${Version}' balloon-exporter | grep -qx '$VERSION'"
check "the configuration is as it was" test "$(sha256sum /etc/default/balloon-exporter /etc/balloon-exporter/config.yml)" = "$sums"
check "the pause still counts" has 'balloon_feedback_paused(\{[^}]*\})? 1$'
systemctl restart "$service"
check "and after a restart" until_true 20 has 'balloon_feedback_paused(\{[^}]*\})? 1$'
rm /run/balloon-exporter/pause
check "until it is taken away" until_true 10 has 'balloon_feedback_paused(\{[^}]*\})? 0$'
# Of this version: the earlier one sees no process on Debian 13.
check "every collector works" until_true 10 every_collector_works
check "what of the guest's process is swapped out is there" has 'balloon_domain_host_swapped_bytes\{.*domain="one"'
