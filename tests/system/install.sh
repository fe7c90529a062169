# An earlier version, installed from a repository, and the host it runs on.
echo "deb [trusted=yes] file:/srv/repo ./" > /etc/apt/sources.list.d/local.list
ip link set lo up
check "libvirt is there" until_true 20 virsh -q -c qemu:///system list
check "a guest runs" make_guest one
check "apt finds the packages" apt_local update
check "apt installs the earlier version" apt_local install balloon-exporter=0.0.9
check "the service runs" until_true 20 is_up
check "it starts with the machine" systemctl -q is-enabled "$service"
check "the port of systemd is not opened unless it is enabled" test "$(systemctl is-enabled balloon-exporter.socket)" = disabled
check "it runs as its own user" test "$(ps -o user:32= -p "$(pid)" | tr -d ' ')" = balloon-exporter
check "that user is in no other group" test "$(id -Gn balloon-exporter)" = balloon-exporter
check "its manual can be read" test -s /usr/share/man/man1/balloon-exporter.1.gz
check "bash completes it" bash -c '. /usr/share/bash-completion/completions/balloon-exporter && complete -p balloon-exporter'
check "its unit has nothing unknown" bash -c '! journalctl --no-pager -o cat | grep -E "balloon-exporter\.(service|socket):[0-9]+: "'
