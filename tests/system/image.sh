# The image against this host's libvirt. Unlike in production podman has no kernel of its own to ask for limits here.
systemctl stop "$service"
mkdir -p /etc/containers
printf '[storage]\ndriver = "vfs"\nrunroot = "/run/containers/storage"\ngraphroot = "/var/lib/containers/storage"\n' > /etc/containers/storage.conf
image() {
  podman --cgroup-manager systemd --runtime runc run --pids-limit 0 --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --network host --pid host --cgroupns host \
    -v /run/libvirt:/run/libvirt "$@"
}
export -f image
check "podman loads it" podman load -q -i /srv/repo/image.tar
check "it runs as a user of this host" image -d --name exporter --user "$(id -u balloon-exporter)" "localhost/balloon-exporter:$VERSION"
check "it reads libvirt" until_true 20 has 'balloon_libvirt_up(\{[^}]*\})? 1$'
check "it shows the guest" has 'balloon_domain_state\{.*domain="one"'
check "its health check passes" podman healthcheck run exporter
began=$(date +%s)
check "it stops" podman stop -t 10 exporter
check "at once" test $(($(date +%s) - began)) -lt 5
check "with exit code 0" test "$(podman inspect -f '{{.State.ExitCode}}' exporter)" = 0
podman rm -f exporter > /dev/null 2>&1
check "a user that this host does not know is told what to do" bash -c "image --rm --user 54321 localhost/balloon-exporter:$VERSION 2>&1 | grep -F -- '--user'"
systemctl start "$service"
check "the service is back" until_true 20 is_up
