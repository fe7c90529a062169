#!/usr/bin/env python3
"""How old the data behind the planner's recommendations is when they arrive, with the shipped rules and a real Prometheus and Alertmanager.

Serves the pages of twenty made-up hosts on loopback, whose memory changes all the while. For each pair of intervals a Prometheus scrapes
them and evaluates alerts/planner.rules.yml, an Alertmanager delivers to a webhook here. The phase between scrape and evaluation is a hash
of names: twenty hosts spread over all of it, and the worst of them is found in Prometheus' API and asserted. Prints a Markdown table.
Fails when a loop does not close: no heartbeat, or no recommendation that the exporter would carry out. Everything is gone afterwards.
"""
import argparse
import http.server
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import datetime

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOSTS = 20
GIB = 1 << 30
# What the exporter refuses: a take on older data whatever it says, a gift on older data than it says.
TAKE_LIMIT = 60
PAIRS = ["5/15", "15/15", "30/30", "60/60"]


def page(host):
    """A host of 64 GiB: for two minutes in four it is short (SOFT), else it has plenty; targets differ with each scrape."""
    short = int(time.time() / 120) % 2 == 0
    wobble = int(time.time()) % 97 * (32 << 20)
    available = (5 * GIB if short else 30 * GIB) + wobble // 40
    lines = [
        "balloon_libvirt_up 1",
        'balloon_exporter_build_info{version="1",revision="r",runtime="net10"} 1',
        f"balloon_host_memory_total_bytes {64 * GIB}",
        f"balloon_host_memory_available_bytes {available}",
        "balloon_host_pressure_memory_waiting_seconds_total 0",
        "balloon_host_swap_out_bytes_total 0",
    ]
    for name, target, working in (("gives", 4 * GIB, GIB), ("grows", 2 * GIB, 2 * GIB + wobble // 4)):
        labels = f'{{domain="{name}",uuid="{name}-{host}"}}'
        values = {
            "memory_maximum_bytes": 8 * GIB, "memory_current_bytes": target, "target_bytes": target, "host_resident_bytes": target,
            "target_set_timestamp_seconds": 1, "working_set_bytes": working, "guest_memory_usable_bytes": GIB, "guest_swap_out_bytes_total": 0,
            "guest_swap_in_bytes_total": 0, "guest_stats_fresh": 1, "managed": 1, "state": 1, "policy_floor_bytes": GIB // 2,
            "policy_ceiling_bytes": 8 * GIB, "policy_shares": 1000,
        }
        lines += [f"balloon_domain_{metric}{labels} {value}" for metric, value in values.items()]
    return "\n".join(lines) + "\n"


class Loop:
    """One pair of intervals: a Prometheus, an Alertmanager, and what they delivered."""

    def __init__(self, folder, web, scrape, evaluation, flag, rules, options):
        self.scrape, self.evaluation, self.flag, self.offset = scrape, evaluation, flag, options.query_offset
        self.name = f"{scrape}-{evaluation}-{'flag' if flag else 'default'}"
        self.seen, self.heartbeats, self.problems = {}, {}, []
        self.alerts_at_once = 0
        self.folder = os.path.join(folder, self.name)
        os.makedirs(os.path.join(self.folder, "rules"))
        self.port, alertmanager = free_port(), free_port()
        names = []
        for number, file in enumerate(rules):
            names.append(f"rules/{number}-{os.path.basename(file)}")
            shutil.copy(file, os.path.join(self.folder, names[-1]))
        template = open(os.path.join(ROOT, "alerts/alertmanager/alertmanager.yml")).read()
        template = re.sub(r"(url: ).*", rf"\g<1>http://127.0.0.1:{web}/hook/{self.name}", template)
        self.write("balloon-exporter.token", "0123456789abcdef\n")
        self.write("alertmanager.yml", template)
        targets = "".join(
            f"      - {{targets: ['127.0.0.1:{web}'], labels: {{__metrics_path__: /host/{host}, instance: 'host{host}:10177'}}}}\n" for host in range(HOSTS))
        self.write("prometheus.yml", f"""
global: {{scrape_interval: {scrape}s, scrape_timeout: {min(scrape, 10)}s, evaluation_interval: {evaluation}s{options.globals}}}
rule_files: {json.dumps(names)}
alerting: {{alertmanagers: [{{static_configs: [{{targets: ['127.0.0.1:{alertmanager}']}}]}}]}}
scrape_configs:
  - job_name: balloon
    static_configs:
{targets}""")
        self.processes = [
            self.start([options.alertmanager, "--config.file=alertmanager.yml", "--storage.path=alertmanager", f"--web.listen-address=127.0.0.1:{alertmanager}",
                        "--cluster.listen-address=", "--log.level=warn"]),
            self.start([options.prometheus, "--config.file=prometheus.yml", "--storage.tsdb.path=data", f"--web.listen-address=127.0.0.1:{self.port}",
                        "--log.level=warn"] + ["--rules.alert.resend-delay=5s"] * flag),
        ]

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def start(self, command):
        log = open(os.path.join(self.folder, os.path.basename(command[0]) + ".log"), "w")
        return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return json.load(answer)["data"]

    def phases(self):
        """By host, seconds from its scrape to the evaluation that follows: the age of the data when the plan is made."""
        group = next(group for group in self.get("/api/v1/rules")["groups"] if group["name"] == "balloon-planner")
        evaluated = seconds(group["lastEvaluation"]) - self.offset
        period = min(self.scrape, self.evaluation)
        return {target["labels"]["instance"]: (evaluated - seconds(target["lastScrape"])) % period for target in self.get("/api/v1/targets")["activeTargets"]}

    def delivered(self, message, now):
        uuids = [alert["labels"].get("uuid") for alert in message["alerts"] if alert["labels"]["alertname"] == "BalloonTarget"]
        self.alerts_at_once = max([self.alerts_at_once] + [uuids.count(uuid) for uuid in uuids])
        for alert in message["alerts"]:
            labels, annotations = alert["labels"], alert["annotations"]
            at, valid = int(annotations["balloon_evaluated_at"]), int(annotations.get("balloon_valid_seconds", TAKE_LIMIT))
            if labels["alertname"] == "BalloonHeartbeat":
                self.heartbeats.setdefault(labels["instance"], {}).setdefault(at, now)
                continue
            limit = min(valid, TAKE_LIMIT) if labels["direction"] == "take" else min(valid, 120)
            self.seen.setdefault((labels["instance"], labels["direction"]), {}).setdefault((labels["uuid"], at), (now - at, limit))

    def row(self):
        phases = self.phases()
        worst, best = max(phases, key=phases.get), min(phases, key=phases.get)
        period = min(self.scrape, self.evaluation)
        self.check(phases[worst] > 0.75 * period, f"the worst phase is {phases[worst]:.1f} s of {period}")
        cells = [f"{self.scrape} / {self.evaluation}", "5 s" if self.flag else "1 m", f"{phases[worst]:.0f} s"]
        for host in (best, worst):
            gaps = sorted(self.heartbeats.get(host, {}))
            self.check(len(gaps) > 2, f"{host} got {len(gaps)} heartbeats")
            beats = statistics.median(b - a for a, b in zip(gaps, gaps[1:])) if len(gaps) > 2 else float("nan")
            for direction in ("give", "take"):
                ages = list(self.seen.get((host, direction), {}).values())
                self.check(all(age > self.offset - 1 for age, _ in ages), f"data of {host} arrived before it was seen: {ages}")
                obeyed = [age for age, limit in ages if age <= limit]
                late_phase = direction == "take" and self.offset + phases[host] + 10 > TAKE_LIMIT
                self.check(obeyed or late_phase, f"no {direction} for {host}, {phases[host]:.0f} s after its scrape, came in time: {[round(age) for age, _ in ages]}")
                cells.append(f"{min(age for age, _ in ages):.0f}–{max(age for age, _ in ages):.0f} s, {len(obeyed)} of {len(ages)}" if ages else "none")
        cells.append(f"{beats:.0f} s")
        self.check(self.alerts_at_once == 1, f"{self.alerts_at_once} alerts for one domain at once")
        return "| " + " | ".join(cells) + " |"

    def check(self, holds, problem):
        if not holds:
            self.problems.append(f"{self.name}: {problem}")


def seconds(text):
    """An RFC 3339 time of Prometheus, with nanoseconds and a zone, as UNIX seconds."""
    whole, fraction, zone = re.match(r"(.{19})(\.\d+)?(.*)", text).groups()
    return datetime.fromisoformat(whole + zone.replace("Z", "+00:00")).timestamp() + float(fraction or 0)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Web(http.server.BaseHTTPRequestHandler):
    loops = {}

    def do_GET(self):
        self.answer(page(self.path.rsplit("/", 1)[1]).encode())

    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.loops[self.path.rsplit("/", 1)[1]].delivered(message, time.time())
        self.answer(b"{}")

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", default=",".join(PAIRS), help="scrape/evaluation intervals in seconds (default: %(default)s)")
    parser.add_argument("--resend", default="flag,default", help="flag: --rules.alert.resend-delay=5s; default: without it (default: both)")
    parser.add_argument("--seconds", type=int, default=660, help="how long all of them run, at the same time (default: %(default)s)")
    parser.add_argument("--query-offset", type=int, default=0, help="rule_query_offset of Prometheus 3 in seconds: then nothing may say that its data is younger than that")
    parser.add_argument("--also", action="append", default=[], help="one more rule file, for example tests/alerts/earlier/actions.rules.yml")
    parser.add_argument("--prometheus", default="prometheus")
    parser.add_argument("--alertmanager", default="prometheus-alertmanager")
    parser.add_argument("--keep", action="store_true", help="leave logs and data behind, and say where")
    options = parser.parse_args()
    options.globals = f", rule_query_offset: {options.query_offset}s" if options.query_offset else ""
    rules = [os.path.join(ROOT, "alerts/planner.rules.yml"), *map(os.path.abspath, options.also)]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    loops = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = tempfile.mkdtemp()
    try:
        for pair in options.pairs.split(","):
            for resend in options.resend.split(","):
                loop = Loop(folder, server.server_address[1], *map(int, pair.split("/")), resend == "flag", rules, options)
                Web.loops[loop.name] = loop
                loops.append(loop)
        time.sleep(options.seconds)
        print("| scrape / evaluation | resend delay | worst phase | best host: gifts | takes | worst host: gifts | takes | heartbeats each |\n|---|---|---|---|---|---|---|---|")
        for loop in loops:
            print(loop.row(), flush=True)
    finally:
        for loop in loops:
            loop.stop()
        server.shutdown()
        if options.keep:
            print(folder, file=sys.stderr)
        else:
            shutil.rmtree(folder)
    problems = [problem for loop in loops for problem in loop.problems]
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
