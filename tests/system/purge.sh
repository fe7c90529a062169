# Nothing is left.
check "apt purges both" apt_local purge balloon-exporter balloon-exporter-monitoring
check "the service is gone" bash -c '! systemctl cat balloon-exporter.service'
refused "its user is gone" getent passwd balloon-exporter
check "no file is left" bash -c 'left=$(find / -xdev \( -path /proc -o -path /sys -o -path /srv -o -path /tmp -o -path /var/log/journal -o -path /var/lib/containers -o -path /var/lib/libvirt -o -path /var/lib/apt/lists -o -path /var/cache/apt -o -path /root \) -prune -o -iname "*balloon-exporter*" -print; find /run -iname "*balloon-exporter*" -not -path "/run/containers/*" -not -path "/run/libvirt/*" -not -path "/run/systemd/*"; find /etc -name "*.dpkg-*" -path "*balloon*"); echo "$left"; test -z "$left"'
check "what asks polkit is refused" bash -c '! test -e /etc/polkit-1/rules.d/50-balloon-exporter.rules'
