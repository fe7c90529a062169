# Act mode over the read-write socket, by the polkit rule and not by a group; and what the rule lets this user do besides (docs/security.md).
refused "before the set-up its user may manage nothing" as_exporter_virsh setmem one 48M --live
check "setup act" balloon-exporter setup act
check "a second time changes nothing" bash -c '! balloon-exporter setup act | grep -q ^written'
refused "others may not read the token" setpriv --reuid=games --regid=games --clear-groups cat /etc/balloon-exporter/alertmanager.token
check "the exporter's user may" as_exporter test -r /etc/balloon-exporter/alertmanager.token
printf 'BALLOON_EXPORTER_MODE=act\nBALLOON_EXPORTER_API_KEYS=/etc/balloon-exporter/api-keys.yml\n' >> /etc/default/balloon-exporter
before=$(pid)
systemctl restart "$service"
check "it acts" until_true 20 replaced "$before"
check "it says so" has 'balloon_feedback_mode\{.*mode="act".*\} 1$'
check "it stands by for no other exporter" until_true 10 has 'balloon_feedback_standby(\{[^}]*\})? 0$'
check "it set the statistics period, over the read-write socket" until_true 20 bash -c "virsh -q -c qemu:///system dumpxml one | grep -q \"<stats period='2'/>\""
check "which it has open now" until_true 10 connected no
check "a message with the token is taken" bash -c 'curl -sf -H "Authorization: Bearer $(cat /etc/balloon-exporter/alertmanager.token)" -d "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[]}" http://127.0.0.1:10177/api/v1/feedback'
refused "one without is not" curl -sf -d '{"version":"4","status":"firing","alerts":[]}' http://127.0.0.1:10177/api/v1/feedback
check "a policy is stored over its socket" balloon-exporter policy set one --floor=32MiB
# As told in docs/security.md: the rule opens all of libvirt's management, not the balloon only.
check "its user may define a guest" bash -c "$(declare -f guest); guest two > /tmp/two.xml; setpriv --reuid=balloon-exporter --regid=balloon-exporter --clear-groups virsh -q -c qemu:///system define /tmp/two.xml"
check "and undefine it" as_exporter_virsh undefine two
check "and open a console" console one
make_guest three
check "and destroy one" as_exporter_virsh destroy three
refused "no other user may" setpriv --reuid=games --regid=games --clear-groups virsh -q -c qemu:///system setmem one 48M --live
