// Every metric that a dashboard asks for is one that the exporter or the rules make.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { boards, queries, root } from './boards.mjs';
import { selectors } from './promql.mjs';

const golden = readFileSync(path.join(root, 'tests/BalloonExporter.Tests/Metrics/__snapshots__/golden.metrics.snap'), 'utf8');
const scraped = new Set([...golden.matchAll(/^(\w+)(?:{| )/gm)].map((match) => match[1]));
const rules = readdirSync(path.join(root, 'alerts')).filter((file) => file.endsWith('.rules.yml'));
const recorded = new Set(rules.flatMap((file) => [...readFileSync(path.join(root, 'alerts', file), 'utf8').matchAll(/^\s*- record: ([\w:]+)$/gm)].map((match) => match[1])));
// Prometheus makes these itself for each target.
const ofPrometheus = new Set(['up', 'scrape_duration_seconds']);

const unknown = (board) => queries(board).flatMap(({ where, expr }) => selectors(expr).map((selector) => selector.metric).filter((metric) => !scraped.has(metric) && !recorded.has(metric) && !ofPrometheus.has(metric)).map((metric) => `${where}: ${metric}`));

for (const board of boards) {
  test(`${board.file}: every metric exists`, () => assert.deepEqual(unknown(board), []));
}

test('The golden scrape and the rules have been read', () => {
  assert.equal(scraped.has('balloon_libvirt_up') && scraped.has('balloon_feedback_apply_duration_seconds_bucket'), true);
  assert.equal(recorded.has('balloon:host_level:number'), true);
});

test('A metric that does not exist is found', () => {
  const json = structuredClone(boards[0].json);
  json.panels[0].targets[0].expr = 'balloon_domain_nothing_bytes';
  assert.deepEqual(unknown({ file: 'x', json }), [`x, ${json.panels[0].title}, A: balloon_domain_nothing_bytes`]);
});
