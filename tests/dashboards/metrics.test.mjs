// Every metric that a dashboard asks for is one that the exporter or the rules make.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boards, queries } from './boards.mjs';
import { recorded, scraped } from './metrics.mjs';
import { selectors } from './promql.mjs';

// Prometheus makes these itself for each target.
const ofPrometheus = new Set(['up', 'scrape_duration_seconds']);

const unknown = (board) => queries(board).flatMap(({ where, expr }) => selectors(expr).map((selector) => selector.metric).filter((metric) => !scraped.has(metric) && !recorded.has(metric) && !ofPrometheus.has(metric)).map((metric) => `${where}: ${metric}`));

for (const board of boards) {
  test(`${board.file}: every metric exists`, () => assert.deepEqual(unknown(board), []));
}

test('The golden scrape and the rules have been read', () => {
  assert.equal(scraped.has('balloon_libvirt_up') && scraped.has('balloon_feedback_apply_duration_seconds_bucket'), true);
  assert.equal(scraped.get('balloon_domain_unmanaged').has('reason'), true);
  assert.equal(recorded.has('balloon:host_level:number'), true);
});

test('A metric that does not exist is found', () => {
  const json = structuredClone(boards[0].json);
  json.panels[0].targets[0].expr = 'balloon_domain_nothing_bytes';
  assert.deepEqual(unknown({ file: 'x', json }), [`x, ${json.panels[0].title}, A: balloon_domain_nothing_bytes`]);
});
