# Signals. The first SIGSEGV from outside is swallowed by the runtime.
before=$(pid)
kill -KILL "$before"
check "it comes back after SIGKILL" until_true 20 replaced "$before"
before=$(pid)
kill -SEGV "$before"
sleep 0.5
kill -SEGV "$before"
check "and after SIGSEGV" until_true 20 replaced "$before"
before=$(pid) began=$(now)
kill -HUP "$before"
check "SIGHUP is told" until_true 5 journal_has 'SIGHUP' "$began"
check "and ends nothing" test "$(pid)" = "$before"
began=$(now) start=$(date +%s%N)
systemctl stop "$service"
took=$((($(date +%s%N) - start) / 1000000))
check "it stops within a second" test "$took" -lt 1000
check "and leaves a line" journal_has 'level=info' "$began"
check "as it should" test "$(property Result) $(property ExecMainStatus)" = "success 0"
systemctl start "$service"
check "it starts again" until_true 20 is_up
