#!/bin/bash
# Prints the promtool tests of dense hosts: hundreds of guests are too many series for a file by hand. tests/alerts/dense.sh > FILE.test.yml
set -euo pipefail
cd "$(dirname "$0")/../.."

rules=$PWD/alerts
GiB=1073741824

# host NAME GUESTS TOTAL AVAILABLE MAXIMUM TARGET RESIDENT WORKING_SET: a test's series, sizes in GiB; available may be two sizes, FIRST-THEN. The
# guests are alike, with the policy floor in floor; one more that is idle has as many GiB as idler says, one more of 8 GiB with 6 GiB has the
# working set in needy. Tasks of the host wait for memory for the part of the time in waiting.
idler=0
needy=0
floor=0.25
waiting=0
host() {
  printf '  - interval: 15s\n    name: %s\n    input_series:\n' "$1"
  awk -v n="$2" -v total="$3" -v available="$4" -v maximum="$5" -v target="$6" -v resident="$7" -v set="$8" -v GiB="$GiB" -v waiting="$waiting" -v idler="$idler" -v needy="$needy" -v floor="$floor" '
    function series(name, labels, value, then) {
      printf "      - {series: \047%s{instance=\"h1:10177\",job=\"balloon\"%s}\047, values: \047%.0fx2 %.0fx6\047}\n", name, labels, value, then ? then : value
    }
    function guest(name, maximum, target, resident, set,   labels) {
      labels = ",domain=\"" name "\",uuid=\"" name "\""
      series("balloon_domain_managed", labels, 1); series("balloon_domain_state", labels, 1); series("balloon_domain_guest_stats_fresh", labels, 1)
      series("balloon_domain_memory_maximum_bytes", labels, maximum * GiB); series("balloon_domain_memory_current_bytes", labels, target * GiB)
      series("balloon_domain_host_resident_bytes", labels, resident * GiB); series("balloon_domain_working_set_bytes", labels, set * GiB)
      series("balloon_domain_policy_floor_bytes", labels, floor * GiB)
    }
    BEGIN {
      series("balloon_libvirt_up", "", 1)
      series("balloon_host_memory_total_bytes", "", total * GiB)
      printf "      - {series: \047balloon_host_pressure_memory_waiting_seconds_total{instance=\"h1:10177\",job=\"balloon\"}\047, values: \0470+%fx8\047}\n", waiting * 15
      split(available, sizes, "-"); series("balloon_host_memory_available_bytes", "", sizes[1] * GiB, sizes[2] * GiB)
      for (i = 1; i <= n; i++) guest("d" i, maximum, target, resident, set)
      if (idler) guest("idler", idler, idler, idler, 1)
      if (needy) guest("needy", 8, 6, 6, needy)
    }'
  echo "    promql_expr_test:"
}

# expect EXPRESSION VALUE: what the plan says after two minutes, of the host as a whole.
expect() { printf "      - {expr: '%s', eval_time: 2m, exp_samples: [{labels: '{}', value: %s}]}\n" "$1" "$2"; }

moved='abs(balloon:domain_target:move_bytes - balloon:domain_target:bytes)'

printf 'rule_files: [%s/planner.rules.yml, %s/actions.rules.yml]\nevaluation_interval: 15s\ngroup_eval_order: [balloon-planner, balloon-actions]\ntests:\n' "$rules" "$rules"

# 14.8 GiB are missing: 76 MiB from each of 200, less than 1 % of 8 GiB. 64 give 237 MiB each.
host "200 guests of 8 GiB on 512 GiB at 9.1 percent give what is missing in few parts" 200 512 46.592 8 2.327 2.327 0.8145
expect 'sum(balloon:host_level:number)' 2
expect 'round(sum(balloon:domain_take:bytes) / 1048576)' 15204
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="take"})' 64
expect "round(sum($moved) / 1048576)" 15204
expect "round(min($moved) / 1048576)" 238

# 1.3 GiB are missing, 3 MiB from each of 400.
host "400 guests of 4 GiB give a little in few parts" 400 512 46-60.1 4 1.6 1.2 0.5
expect 'sum(balloon:host_level:number)' 2
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="take"})' 16
expect "round(sum(balloon:domain_take:bytes) / 1048576)" 1372

# RED because tasks wait, and no guest has more than it needs: 29 MiB of headroom from each of 200.
waiting=0.5
host "200 guests of 4 GiB give headroom in few parts in RED" 200 512 60.7 4 1 1 0.65
waiting=0
expect 'sum(balloon:host_level:number)' 3
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="take"})' 64
expect "round(sum($moved) / 1048576)" 5878

# GREEN: 5 GiB may be given back, 26 MiB to each of 200, and less than 82 MiB is not worth a command.
host "200 guests of 8 GiB on a GREEN host are given back in few parts" 200 512 81.8 8 2.327 2.327 0.8145
expect 'sum(balloon:host_level:number)' 0
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="give"})' 16
expect "round(sum($moved) / 1048576)" 5120

# 2 GiB, 5 MiB to each of 400.
host "400 guests of 4 GiB on a GREEN host are given back in few parts" 400 512 78.8 4 1.6 1.2 0.5
expect 'sum(balloon:host_level:number)' 0
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="give"})' 16
expect "round(sum($moved) / 1048576)" 2048

# HOLD: each of 200 lacks 102 MiB, and there are 2 GiB for them.
host "200 guests of 4 GiB get what they need in few parts" 200 512 50 4 0.9 0.9 0.625
expect 'sum(balloon:host_level:number)' 1
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="give"})' 16
expect "round(sum($moved) / 1048576)" 1638

# The same for what they need to live: each of 200 lacks 38 MiB, and 2 GiB are above the CRIT mark.
idler=200
host "200 guests of 4 GiB get what they need to live in few parts" 200 512 18 4 0.9 0.9 0.875
expect 'sum(balloon:host_infeasible:bool)' 0
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="give"})' 16
expect 'round(sum(balloon:domain_grow:bytes) / 1048576)' 2048

host "400 guests of 2 GiB get what they need to live in few parts" 400 512 18 2 0.45 0.45 0.43
expect 'sum(balloon:host_infeasible:bool)' 0
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="give"})' 16
expect "min(balloon:domain_target:move_bytes - balloon:domain_target:bytes > 0) > bool 16777216" 1
expect 'round(sum(balloon:domain_grow:bytes) / 1048576)' 2048

# Floors of 800 GiB on 512 GiB, of which 400 are occupied: the one in need keeps what it has, and no guest is set below its floor.
idler=0
needy=5
floor=2
host "400 idle guests of 8 GiB, whose floors do not fit, leave a guest in need what it needs" 400 512 46 8 3 1 0.5
needy=0
floor=0.25
expect 'sum(balloon:host_level:number)' 2
expect 'sum(balloon:host_floors_fit:bool)' 1
expect 'sum(balloon:domain_split:bytes{domain="needy"}) / 1073741824' 6.5
expect 'sum(balloon:domain_target:recommended_bytes{domain="needy"}) / 1073741824' 6
expect 'count(balloon:domain_target:recommended_bytes < 2147483648) or vector(0)' 0

# 15.4 GiB are missing, and the first 64 have 112 MiB each: the others wait for the next plan instead of giving 20 MiB each.
host "400 guests of 8 GiB, of which few do not have enough, give in turns" 400 512 46.08 8 1.299 1.299 0.55
expect 'sum(balloon:host_level:number)' 2
expect 'count(ALERTS{alertname="BalloonTarget", alertstate="firing", direction="take"})' 64
expect "round(min($moved) / 1048576)" 112
