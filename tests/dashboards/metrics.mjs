// The metrics there are: in the exporter's golden scrape, and recorded by the rules.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './boards.mjs';

const golden = readFileSync(path.join(root, 'tests/BalloonExporter.Tests/Metrics/__snapshots__/golden.metrics.snap'), 'utf8');
const alerts = path.join(root, 'alerts');

// A family without a series there says that it exists, not its labels.
const declared = [...golden.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => [name, new Set()]);

/** Metrics of the scrape, with the labels they have there. */
export const scraped = new Map([...declared, ...[...golden.matchAll(/^(\w+)(?:{(.*)})? \S+$/gm)].map(([, name, labels]) => [name, new Set([...(labels ?? '').matchAll(/(\w+)="/g)].map((match) => match[1]))])]);

/** Metrics that the rules record. */
export const recorded = new Set(
  readdirSync(alerts)
    .filter((file) => file.endsWith('.rules.yml'))
    .flatMap((file) => [...readFileSync(path.join(alerts, file), 'utf8').matchAll(/^\s*- record: ([\w:]+)$/gm)].map((match) => match[1])),
);

/** Whether a metric has a series per domain. */
export const isOfDomain = (metric) => scraped.get(metric)?.has('domain') || /^balloon[:_]domain_/.test(metric);
