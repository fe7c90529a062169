# Observe mode: as its own user, over the read-only socket.
check "the guest is shown" until_true 20 has 'balloon_domain_state\{.*domain="one"'
check "it is read over the read-only socket" until_true 5 connected yes
refused "and not over the read-write one" connected no
refused "its user cannot open that one" as_exporter_virsh list
refused "pressure is reported by the kernel, not polled for" journal_has 'does not report memory pressure'
