// What looking at the dashboards costs a Prometheus: sends every query of every board as Grafana does for the last hour, and prints
// the processor time that Prometheus took. tests/rules-benchmark.sh --boards calls it.
//   node cost.mjs PROMETHEUS HISTORY_SECONDS AT INSTANCE UUID FOLDER...
// There are HISTORY_SECONDS of data before AT. A range query asks for as many points as Grafana asks for in an hour, closer together: each costs what
// it costs there. What is missing is that a series of an hour has more samples to be unpacked once.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const [address, length, at, instance, uuid, ...folders] = process.argv.slice(2);
const history = Number(length);
const hour = 3600;
const refresh = 30;
const scrapeInterval = 5;
// A screen of 1366 pixels, of which a panel has its part of 24 columns.
const width = 1366;
// The clock of the processor time counts in hundredths of a second, and the collector of garbage runs now and then: as often as makes some seconds, but not for ever.
const enough = 2;
const most = 40;

// The steps that Grafana rounds to, as far as an hour on a screen needs them.
const steps = [1, 2, 5, 10, 15, 20, 30, 60, 120];
const seconds = (interval) => (interval ? Number(/^(\d+)s$/.exec(interval)[1]) : 0);
const stepOf = (panel, target) => {
  const wanted = hour / Math.floor((width * (panel?.gridPos.w ?? 24)) / 24);
  const rounded = steps.reduce((nearest, step) => (Math.abs(step - wanted) < Math.abs(nearest - wanted) ? step : nearest));
  return Math.max(rounded, scrapeInterval, seconds(target.interval ?? panel?.interval));
};

const filled = (expr, step, board) => {
  const many = (name) => board.templating.list.find((variable) => variable.name === name)?.multi;
  const values = { job: many('job') ? '.+' : 'balloon', instance: many('instance') ? '.+' : instance, uuid, domain: `vm-1-1`, __rate_interval: `${Math.max(step + scrapeInterval, 4 * scrapeInterval)}s`, __interval: `${step}s`, __range: `${history}s` };
  return expr.replace(/\$(\w+)/g, (_, name) => values[name]);
};

/** The queries of a board: with its rows as they are saved, or all unfolded. */
function queries(board, unfolded) {
  const panels = board.panels.flatMap((panel) => (panel.type === 'row' ? (unfolded ? panel.panels : []) : [panel])).filter((panel) => panel.targets);
  const ofPanels = panels.flatMap((panel) => panel.targets.map((target) => {
    const step = stepOf(panel, target);
    return { expr: filled(target.expr, step, board), step: target.instant ? null : step };
  }));
  const marks = board.annotations.list.filter((annotation) => annotation.target && annotation.enable);
  return [...ofPanels, ...marks.map(({ target }) => { const step = stepOf(null, target); return { expr: filled(target.expr, step, board), step }; })];
}

async function ask({ expr, step }) {
  const body = new URLSearchParams(step === null ? { query: expr, time: at } : { query: expr, start: String(at - history), end: at, step: String((step * history) / hour) });
  const response = await fetch(`${address}/api/v1/${step === null ? 'query' : 'query_range'}`, { method: 'POST', body });
  const answer = await response.json();
  if (answer.status !== 'success') throw new Error(`${expr}: ${answer.error}`);
  return answer.data.result.length;
}

async function processor() {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (.+)$/m.exec(text)[1]);
}

/** Processor time of some queries, once, in seconds, and how many of them bring something. */
async function cost(some) {
  const before = await processor();
  for (let times = 1; ; times++) {
    let full = 0;
    for (const query of some) full += (await ask(query)) > 0;
    const taken = (await processor()) - before;
    if (taken >= enough || times === most) return { count: some.length, full, time: taken / times };
  }
}

console.log('| boards | board | queries | that bring something | processor for a refresh | of a core, each 30 s | with all rows unfolded |');
console.log('|---|---|--:|--:|--:|--:|--:|');
for (const folder of folders) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
    const board = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    const folded = await cost(queries(board, false));
    const unfolded = board.panels.some((panel) => panel.collapsed) ? await cost(queries(board, true)) : folded;
    const share = ({ time }) => `${((100 * time) / refresh).toFixed(1)} %`;
    console.log(`| ${path.basename(path.dirname(folder)) || folder} | ${board.uid} | ${folded.count} | ${folded.full} | ${folded.time.toFixed(2)} s | ${share(folded)} | ${share(unfolded)} |`);
  }
}
