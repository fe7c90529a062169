#!/bin/bash
# Measures what the rules cost a Prometheus: tests/rules-benchmark.sh --help
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: tests/rules-benchmark.sh [--hosts 10,30,100] [--domains 100] [--seconds 120] [--short] [--rules FOLDER] [--against COMMIT]
       tests/rules-benchmark.sh [--hosts …] [--domains …] [--seconds …] --boards FOLDER,FOLDER

Serves made-up pages of so many exporters on loopback and lets a Prometheus scrape them (each 5 s) and evaluate the rules in alerts/
(each 15 s). For each number of hosts: processor time with the rules less that without them after a reload, by evaluation; samples;
resident memory. Prints a Markdown table. Takes twice the seconds for each number of hosts, and a minute besides. Everything is gone afterwards.

  --hosts N,N       how many hosts; a row for each
  --domains N       domains a host
  --seconds N       how long each of the two measurements takes
  --short           all hosts are short of memory: the worst case
  --rules FOLDER    where the rule files are, instead of alerts/
  --against COMMIT  instead: what the rules cost relative to those of that commit. Three Prometheis scrape the same pages at the same time, with
                    ours, with theirs and with none, so that whatever else the machine does is in all of them
  --boards F,F      instead: what looking at the dashboards in these folders costs that Prometheus, for each refresh with the last hour shown.
                    The pages then have what dashboards ask for besides. A refresh is measured on the same data without scrapes and rules
  --help            this text
USAGE
}

hosts_list=10,30,100
domains=100
seconds=120
short=0
rules=alerts
against=
boards=
began=$(date +%s)
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --hosts) hosts_list=$2; shift 2 ;;
    --domains) domains=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    --short) short=1; shift ;;
    --rules) rules=$2; shift 2 ;;
    --against) against=$2; shift 2 ;;
    --boards) boards=$2; shift 2 ;;
    *) echo "unknown option: $1" >&2; usage >&2; exit 2 ;;
  esac
done

tests/packages.sh lab >&2
rules=$(cd "$rules" && pwd)
folder=$(mktemp -d)
web=0
prometheus=0
compared=()
stop() {
  local pid
  for pid in "$prometheus" "$web" "${compared[@]}"; do
    if [ "$pid" -gt 0 ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
  done
  rm -rf "$folder"
}
trap stop EXIT

if [ -n "$against" ]; then
  mkdir "$folder/against"
  git archive "$against" alerts | tar -x -C "$folder/against" --strip-components=1 --wildcards 'alerts/*.rules.yml'
fi

# A free port, as far as can be told.
free_port() {
  local port
  for port in $(shuf -i 20000-29999 -n 50); do
    if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; return; fi
  done
  echo "no free port" >&2
  exit 1
}

# pages HOSTS TIME: the pages of all hosts. Each domain has 4 GiB, and what it needs wobbles. Of twenty hosts one is RED, three are SOFT, two
# have so much that they give memory back, fourteen are well. With --short all are RED. The last targets were set before the run began.
pages() {
  awk -v hosts="$1" -v domains="$domains" -v now="$2" -v began="$began" -v folder="$folder/web" -v short="$short" -v boards="${boards:+1}" '
    function host(name, value) { printf "balloon_%s %.0f\n", name, value > page }
    function put(name, value) { printf "balloon_domain_%s{domain=\"%s\",uuid=\"%s\"} %.0f\n", name, domain, uuid, value > page }
    function event(name, value) { printf "balloon_domain_cgroup_memory_events_total{domain=\"%s\",uuid=\"%s\",event=\"%s\"} %.0f\n", domain, uuid, name, value > page }
    # What dashboards show of a host, and no rule asks for.
    function shown(h, part) {
      host("feedback_circuit_breaker_open", 0); host("feedback_paused", 0); host("feedback_standby", 0); host("reflex_emergency", h % 20 == 0); host("reflex_recovery", 0)
      host("audit_errors_total", 0); host("log_lines_dropped_total", 0); host("api_key_errors_total", 0)
      printf "balloon_domains{state=\"running\"} %d\nballoon_domains{state=\"shutoff\"} 3\n", domains > page
      for (part = 1; part <= split("libvirt host process control cgroup feedback", parts, " "); part++)
        printf "balloon_scrape_collector_success{collector=\"%s\"} 1\nballoon_scrape_collector_duration_seconds{collector=\"%s\"} 0.01\n", parts[part], parts[part] > page
      for (part = 1; part <= split("step_limit hard_floor usable_share host_room dead_band duplicate superseded cooldown grace stale_statistics sample_acted_on circuit_breaker paused job_active opted_out", parts, " "); part++)
        for (origin = 1; origin <= split("alert poll rescue", origins, " "); origin++)
          printf "balloon_feedback_decisions_total{decision=\"%s\",reason=\"%s\",origin=\"%s\"} %d\n", part < 5 ? "applied" : "refused", parts[part], origins[origin], now / (10 * part + h) > page
      for (part = 1; part <= split("accepted unauthorized too_slow too_large malformed unsupported_version unavailable", parts, " "); part++)
        printf "balloon_feedback_notifications_total{result=\"%s\"} %d\n", parts[part], part == 1 ? now / 5 : 0 > page
      for (part = 1; part <= split("0.001 0.002 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1 +Inf", parts, " "); part++)
        printf "balloon_feedback_apply_duration_seconds_bucket{le=\"%s\"} %d\n", parts[part], now * part / 100 > page
      for (part = 1; part <= split("available pressure swapping", parts, " "); part++) printf "balloon_reflex_emergencies_total{trigger=\"%s\"} 0\n", parts[part] > page
      for (part = 1; part <= split("back forward", parts, " "); part++) printf "balloon_clock_steps_total{direction=\"%s\"} 0\n", parts[part] > page
      for (part = 1; part <= split("read write", parts, " "); part++) printf "balloon_state_errors_total{operation=\"%s\"} 0\n", parts[part] > page
    }
    # The same of a domain: one of ten cannot be managed, every second one was moved.
    function moved(d) {
      if (d % 10 == 7) printf "balloon_domain_unmanaged{domain=\"%s\",uuid=\"%s\",reason=\"grace\"} 1\n", domain, uuid > page
      put("policy_errors_total", 0); put("lowered_by_operator", 0)
      if (d % 2) return
      printf "balloon_domain_moves_total{domain=\"%s\",uuid=\"%s\",direction=\"take\",origin=\"alert\",reason=\"plan\"} %d\n", domain, uuid, (now + 60 * d) / 600 > page
      printf "balloon_domain_moves_total{domain=\"%s\",uuid=\"%s\",direction=\"give\",origin=\"rescue\",reason=\"demand\"} %d\n", domain, uuid, (now + 30 * d) / 900 > page
      printf "balloon_domain_rescues_total{domain=\"%s\",uuid=\"%s\",trigger=\"demand\"} %d\n", domain, uuid, (now + 30 * d) / 900 > page
    }
    BEGIN {
      MiB = 1048576; GiB = 1024 * MiB
      for (h = 1; h <= hosts; h++) {
        page = folder "/" h "/metrics"
        total = domains * 2.6 * GiB
        host("libvirt_up", 1); host("libvirt_reconnects_total", 0); host("libvirt_abandoned_calls", 0)
        printf "balloon_exporter_build_info{version=\"0.1.0\",revision=\"r\",runtime=\"net10\"} 1\n" > page
        host("host_memory_total_bytes", total)
        host("host_memory_available_bytes", total * (short || h % 20 == 0 ? 0.05 : h % 5 == 0 ? 0.09 : h % 10 == 3 ? 0.18 : 0.13))
        host("host_memory_free_bytes", total * 0.05); host("host_swap_total_bytes", 0); host("host_swap_free_bytes", 0)
        host("host_swap_in_bytes_total", 0); host("host_swap_out_bytes_total", 0)
        host("host_pressure_memory_waiting_seconds_total", now / 100); host("host_pressure_memory_stalled_seconds_total", now / 200)
        host("feedback_last_heartbeat_timestamp_seconds", now)
        printf "balloon_feedback_mode{mode=\"observe\"} 0\nballoon_feedback_mode{mode=\"act\"} 1\n" > page
        if (boards) shown(h)
        for (d = 1; d <= domains; d++) {
          domain = sprintf("vm-%d-%d", h, d)
          uuid = sprintf("00000000-0000-4000-8000-%06d%06d", h, d)
          set = (0.6 + 0.02 * ((d * 37) % 100)) * GiB + 40 * MiB * sin(now / 60 + d)
          current = d % 2 ? 4 * GiB : 3.5 * GiB
          resident = set + 0.8 * GiB; if (resident > current) resident = current
          printf "balloon_domain_info{domain=\"%s\",uuid=\"%s\",driver=\"qemu\",title=\"\",machine=\"pc-q35-7.2\",arch=\"x86_64\",balloon_model=\"virtio\",autodeflate=\"on\",free_page_reporting=\"on\",vfio=\"off\",hugepages=\"off\",memory_locked=\"off\",memory_immediate=\"off\",launch_security=\"\"} 1\n", domain, uuid > page
          put("state", 1); put("scrape_success", 1); put("control_state", 0); put("control_busy_seconds", 0)
          put("memory_maximum_bytes", 4 * GiB); put("memory_current_bytes", current); put("host_resident_bytes", resident)
          put("working_set_bytes", set); put("guest_memory_total_bytes", current - 100 * MiB); put("guest_memory_usable_bytes", current - set)
          put("guest_memory_unused_bytes", current - set - 0.3 * GiB); put("guest_disk_caches_bytes", 0.3 * GiB)
          put("guest_swap_in_bytes_total", 0); put("guest_swap_out_bytes_total", d % 10 ? 0 : now * 100)
          put("guest_major_page_faults_total", now); put("guest_minor_page_faults_total", now * 50)
          put("guest_hugetlb_allocations_total", 0); put("guest_hugetlb_allocation_failures_total", 0)
          put("guest_stats_last_update_timestamp_seconds", now); put("guest_stats_period_seconds", 2); put("guest_stats_fresh", 1)
          put("host_swapped_bytes", 0); put("host_hugetlb_bytes", 0); put("cgroup_memory_current_bytes", resident + 50 * MiB)
          event("low", 0); event("high", 0); event("max", 0); event("oom", 0); event("oom_kill", 0)
          put("pressure_memory_waiting_seconds_total", now / 500); put("pressure_memory_stalled_seconds_total", now / 900)
          put("policy_floor_bytes", GiB); put("policy_ceiling_bytes", 4 * GiB); put("policy_shares", 1000); put("managed", 1)
          put("policy_enabled", 1); put("restart_required", 0); put("foreign_moves_total", 0); put("uncooperative_total", 0)
          if (d % 2 == 0) { put("target_bytes", current); put("target_set_timestamp_seconds", began - 300) }
          put("added_bytes_total", 0); put("removed_bytes_total", 0)
          if (boards) moved(d)
        }
        close(page)
      }
    }'
}

# configuration HOSTS RULES: of a Prometheus that evaluates the rules in that folder; empty: none.
configuration() {
  local host
  echo "global: {scrape_interval: 5s, scrape_timeout: 5s, evaluation_interval: 15s}"
  if [ -n "$2" ]; then echo "rule_files: ['$2/*.rules.yml']"; fi
  echo "scrape_configs:"
  echo "  - job_name: balloon"
  echo "    relabel_configs:"
  echo "      - {source_labels: [__host], target_label: __metrics_path__, replacement: '/\$1/metrics'}"
  echo "      - {source_labels: [__host], target_label: instance, replacement: 'host-\$1:10177'}"
  echo "    static_configs:"
  for host in $(seq "$1"); do echo "      - {targets: ['127.0.0.1:$web_port'], labels: {__host: '$host'}}"; done
}

# value METRIC: of Prometheus itself; of a metric with labels the sum.
value() { curl -sf "http://127.0.0.1:$port/metrics" | awk -v name="$1" 'index($0, name " ") == 1 || index($0, name "{") == 1 { sum += $NF } END { printf "%.3f\n", sum }'; }

# Evaluations of the planner: on a busy machine there are fewer than one each 15 s.
evaluated() {
  curl -sf "http://127.0.0.1:$port/metrics" | awk '
    /balloon-planner/ && /^prometheus_rule_group_iterations_total/ { n += $NF }
    /balloon-planner/ && /^prometheus_rule_group_iterations_missed_total/ { n -= $NF }
    END { print n }'
}

query() {
  curl -sf "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" | sed -n 's/.*"value":\[[^,]*,"\([^"]*\)".*/\1/p'
}

# wait_while HOSTS SECONDS: refreshes the pages meanwhile.
wait_while() {
  local until=$((SECONDS + $2))
  while [ "$SECONDS" -lt "$until" ]; do
    pages "$1" "$(date +%s)"
    sleep 5
  done
}

start_prometheus() {
  prometheus --config.file="$folder/prometheus.yml" --storage.tsdb.path="$folder/data" --web.listen-address="127.0.0.1:$port" \
    --web.enable-lifecycle --log.level=error &
  prometheus=$!
  until curl -sf "http://127.0.0.1:$port/-/ready" > /dev/null; do sleep 0.5; done
}

# boards_cost SECONDS: of the boards on that many seconds of data, asked of a Prometheus that does nothing else.
boards_cost() {
  local at
  at=$(date +%s)
  kill "$prometheus" "$web"
  wait "$prometheus" "$web" 2>/dev/null || true
  web=0
  echo "{}" > "$folder/prometheus.yml"
  start_prometheus
  # What it read again at its start is garbage by then.
  sleep 20
  # shellcheck disable=SC2086 # A folder each.
  node tests/dashboards/cost.mjs "http://127.0.0.1:$port" "$1" "$at" host-1:10177 00000000-0000-4000-8000-000001000001 ${boards//,/ }
  kill "$prometheus"
  wait "$prometheus" 2>/dev/null || true
  prometheus=0
}

serve() {
  local hosts=$1 host
  rm -rf "$folder/web" "$folder/data"
  for host in $(seq "$hosts"); do mkdir -p "$folder/web/$host"; done
  web_port=$(free_port)
  pages "$hosts" "$(date +%s)"
  busybox httpd -f -p "127.0.0.1:$web_port" -h "$folder/web" &
  web=$!
}

# compare HOSTS: a row with ours, theirs, and the ratio.
compare() {
  local hosts=$1 name
  serve "$hosts"
  local -A rules_of=([ours]=$rules [theirs]=$folder/against [none]="") ports=() cpu=() count=()
  for name in ours theirs none; do
    port=$(free_port)
    ports[$name]=$port
    configuration "$hosts" "${rules_of[$name]}" > "$folder/$name.yml"
    rm -rf "$folder/data-$name"
    prometheus --config.file="$folder/$name.yml" --storage.tsdb.path="$folder/data-$name" --web.listen-address="127.0.0.1:$port" --log.level=error &
    compared+=($!)
    until curl -sf "http://127.0.0.1:$port/-/ready" > /dev/null; do sleep 0.5; done
  done
  wait_while "$hosts" 60
  for name in ours theirs none; do
    port=${ports[$name]}
    cpu[$name]=$(value process_cpu_seconds_total)
    count[$name]=$(evaluated)
  done
  wait_while "$hosts" "$seconds"
  for name in ours theirs none; do
    port=${ports[$name]}
    cpu[$name]=$(awk -v a="$(value process_cpu_seconds_total)" -v b="${cpu[$name]}" 'BEGIN { print a - b }')
    count[$name]=$(awk -v a="$(evaluated)" -v b="${count[$name]}" 'BEGIN { print a - b }')
  done
  kill "${compared[@]}" "$web"
  wait "${compared[@]}" "$web" 2>/dev/null || true
  compared=()
  web=0
  awk -v h="$hosts" -v n=$((hosts * domains)) -v o="${cpu[ours]}" -v t="${cpu[theirs]}" -v s="${cpu[none]}" -v oe="${count[ours]}" -v te="${count[theirs]}" 'BEGIN {
    if (oe < 1 || te < 1) { print "no evaluation: give it more seconds" > "/dev/stderr"; exit 1 }
    ours = (o - s) / oe; theirs = (t - s) / te
    printf "| %d | %d | %d, %d | %.2f s | %.2f s | **%.2f** |\n", h, n, oe, te, ours, theirs, ours / theirs }'
}

measure() {
  local hosts=$1
  serve "$hosts"
  port=$(free_port)
  configuration "$hosts" "$rules" > "$folder/prometheus.yml"
  start_prometheus

  # Ranges of ten minutes are not full within the run: what reads them costs a little less than it would.
  wait_while "$hosts" 60
  if [ -n "$boards" ]; then
    wait_while "$hosts" "$seconds"
    boards_cost "$seconds"
    return
  fi
  local cpu evaluations with without rate samples memory series wall alerts scraped
  cpu=$(value process_cpu_seconds_total)
  evaluations=$(evaluated)
  wait_while "$hosts" "$seconds"
  evaluations=$(awk -v a="$(evaluated)" -v b="$evaluations" 'BEGIN { print a - b }')
  with=$(awk -v a="$(value process_cpu_seconds_total)" -v b="$cpu" 'BEGIN { print a - b }')
  samples=$(value prometheus_rule_group_last_evaluation_samples)
  wall=$(value prometheus_rule_group_last_duration_seconds)
  alerts=$(query 'count(ALERTS{alertstate="firing"})')
  series=$(value prometheus_tsdb_head_series)
  memory=$(awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$prometheus/status")
  scraped=$(query 'sum(scrape_samples_scraped)')
  if [ -n "${RULES_BENCHMARK_DETAILS:-}" ]; then curl -sf "http://127.0.0.1:$port/api/v1/rules" > "$RULES_BENCHMARK_DETAILS"; fi

  configuration "$hosts" "" > "$folder/prometheus.yml"
  curl -sf -X POST "http://127.0.0.1:$port/-/reload"
  wait_while "$hosts" 15
  cpu=$(value process_cpu_seconds_total)
  wait_while "$hosts" "$seconds"
  without=$(awk -v a="$(value process_cpu_seconds_total)" -v b="$cpu" 'BEGIN { print a - b }')

  kill "$prometheus" "$web"
  wait "$prometheus" "$web" 2>/dev/null || true
  prometheus=0
  web=0
  awk -v n=$((hosts * domains)) -v h="$hosts" -v s="$seconds" -v w="$with" -v o="$without" -v e="$evaluations" -v samples="$samples" -v wall="$wall" \
    -v m="$memory" -v series="$series" -v alerts="${alerts:-0}" -v scraped="$scraped" 'BEGIN {
      if (e < 1) { print "no evaluation in " s " s: give it more" > "/dev/stderr"; exit 1 }
      each = (w - o) / e
      printf "| %d | %d | %d | %.2f s | %.1f %% | **%.1f %%** | %.1f %% | %.2f s | %d | %d | %d | %d | %.0f MiB |\n",
        h, n, e, each, 100 * each / 15, 100 * each / 15 / n * 1000, 100 * o / s, wall, samples, alerts, scraped, series, m }'
}

if [ -n "$boards" ]; then
  for hosts in ${hosts_list//,/ }; do measure "$hosts"; done
  exit
fi
if [ -n "$against" ]; then
  echo "| hosts | domains | evaluations, ours and theirs | processor an evaluation, ours | of $against | ours by theirs |"
  echo "|--:|--:|--:|--:|--:|--:|"
  for hosts in ${hosts_list//,/ }; do compare "$hosts"; done
  exit
fi
echo "| hosts | domains | evaluations | processor an evaluation | of a core | of a core, by 1,000 domains | scraping | last evaluation took | recorded | alerts | scraped | series | resident |"
echo "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
for hosts in ${hosts_list//,/ }; do measure "$hosts"; done
