# The example playbook, on this host: it is set up already, so the playbook must only find the rest.
cat > /tmp/inventory <<'INVENTORY'
[balloon_hosts]
localhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3
INVENTORY
play() { ANSIBLE_NOCOLOR=1 ansible-playbook -i /tmp/inventory /srv/deploy/ansible/playbook.yml -e balloon_exporter_package=/srv/repo/"$(basename /srv/repo/balloon-exporter_"$VERSION"_*.deb)" "$@"; }
check "the playbook is applied" play
check "a second time changes nothing" bash -c "$(declare -f play); VERSION=$VERSION; play | grep -E 'changed=0 .*failed=0'"
check "the service runs" until_true 20 is_up
