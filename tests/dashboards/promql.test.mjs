// Every query parses with the parser of Prometheus' own editor, and is written as the rules for dashboards want it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boards, labelValues, placeholders, queries, queryResult, variable, variables } from './boards.mjs';
import { isOfDomain, scraped } from './metrics.mjs';
import { parse, rateInterval, resultLabels, selectors } from './promql.mjs';

/** Numbers of the plan: recorded once per Prometheus, so they carry neither job nor instance. */
const ofThePlan = (selector) => /^balloon:(config:|planner_config:valid$)/.test(selector.metric);

const wrong = (board, check) => queries(board).flatMap((query) => check(query).map((what) => `${query.where}: ${what}`));

const parses = ({ expr }) => {
  try {
    parse(expr);
    return [];
  } catch (error) {
    return [error.message];
  }
};

const matches = (board, label) => ({ expr, where }) => {
  const one = variable(board, label);
  // The variables come one after another; an earlier one cannot use a later one.
  const names = variables(board).map((candidate) => candidate.name);
  const own = /variable (\w+)$/.exec(where)?.[1];
  if (own && names.indexOf(own) <= names.indexOf(label)) return [];
  const operator = one.multi ? '=~' : '=';
  return selectors(expr)
    .filter((selector) => !ofThePlan(selector))
    .filter((selector) => !selector.matchers.some((matcher) => matcher.label === label && matcher.operator === operator && matcher.value === `$${label}`))
    .map((selector) => `${selector.text} lacks ${label}${operator}"$${label}"`);
};

const ranges = ({ expr }) =>
  selectors(expr)
    .filter((selector) => ['rate', 'irate', 'increase'].includes(selector.function) && selector.range !== rateInterval)
    .map((selector) => `${selector.text}: ${selector.function} wants [$__rate_interval]`);

// A counter says nothing by itself: a rate, or the difference to its own past.
const counters = ({ expr, where }) => {
  if (where.includes(', variable ')) return [];
  const all = selectors(expr);
  return all
    .filter((selector) => selector.metric.endsWith('_total') && !['rate', 'irate', 'increase'].includes(selector.function))
    .filter((selector) => !all.some((other) => other.offset && other.text === selector.text))
    .map((selector) => `${selector.text} is a bare counter`);
};

// An exporter that comes back after a pause brings its counters along: what it counted before did not happen just now.
const restarts = ({ expr }) => [...expr.matchAll(/offset \$__interval or 0 \* (?!\([\w:]+{[^}]*} and on \(job, instance\) balloon_libvirt_up{[^}]*} offset \$__interval\))/g)].map(({ index }) => `at ${index}: counts from 0 where nothing was scraped`);

/** Labels of which a panel can show several values at once. */
const varying = (board) => new Set(['reason', 'decision', 'result', 'collector', 'trigger', ...(variable(board, 'instance').multi ? ['instance'] : []), ...(variable(board, 'uuid') ? [] : ['domain'])]);

const legends = (board) => ({ expr, panel, target }) => {
  if (!panel || target.format === 'table') return [];
  const [named, { only, but }] = [placeholders(target.legendFormat), resultLabels(expr)];
  const first = selectors(expr)[0];
  const missing = named.filter((label) => (only ? !only.includes(label) : but.includes(label))).map((label) => `{{${label}}} is aggregated away`);
  const all = ofThePlan(first) ? [] : ['instance', ...(isOfDomain(first.metric) ? ['domain'] : [])];
  const expected = only ?? all.filter((label) => !but.includes(label));
  const unnamed = expected.filter((label) => varying(board).has(label) && !named.includes(label)).map((label) => `the legend lacks {{${label}}}`);
  return [...missing, ...unnamed];
};

for (const board of boards) {
  test(`${board.file}: every query parses`, () => assert.deepEqual(wrong(board, parses), []));
  test(`${board.file}: every query matches job and instance`, () => assert.deepEqual([...wrong(board, matches(board, 'job')), ...wrong(board, matches(board, 'instance'))], []));
  test(`${board.file}: rates are over $__rate_interval`, () => assert.deepEqual(wrong(board, ranges), []));
  test(`${board.file}: no bare counter`, () => assert.deepEqual(wrong(board, counters), []));
  test(`${board.file}: what a counter had when it was first scraped is no news`, () => assert.deepEqual(wrong(board, restarts), []));
  test(`${board.file}: legends tell apart what they show`, () => assert.deepEqual(wrong(board, legends(board)), []));
  test(`${board.file}: texts of annotations name labels that are there`, () => {
    const absent = queries(board)
      .filter((query) => query.annotation)
      .flatMap(({ expr, where, annotation }) => placeholders(`${annotation.titleFormat} ${annotation.textFormat}`).filter((label) => !resultLabels(expr).only?.includes(label) && !selectors(expr).some(({ metric }) => !resultLabels(expr).only && scraped.get(metric)?.has(label))).map((label) => `${where}: ${label}`));
    assert.deepEqual(absent, []);
  });
  test(`${board.file}: nothing is chosen by a domain's name, which may be another's tomorrow`, () => {
    assert.deepEqual(wrong(board, ({ expr }) => selectors(expr).filter((selector) => selector.matchers.some((matcher) => matcher.label === 'domain')).map((selector) => selector.text)), []);
  });
  if (variable(board, 'uuid')) {
    test(`${board.file}: what is of a domain is of the chosen one`, () => {
      const others = wrong(board, ({ expr, panel, annotation }) =>
        panel || annotation
          ? selectors(expr).filter((selector) => isOfDomain(selector.metric) && !selector.matchers.some((matcher) => matcher.label === 'uuid' && matcher.operator === '=' && matcher.value === '$uuid')).map((selector) => selector.text)
          : [],
      );
      assert.deepEqual(others, []);
    });
    // What Grafana makes of a query's answer for the variable's pattern: NAME{LABEL="VALUE",LABEL="VALUE"} VALUE MILLISECONDS.
    test(`${board.file}: a domain is shown by its name and chosen by its UUID`, () => {
      const { definition, query, regex } = variable(board, 'uuid');
      assert.equal(query.query, definition);
      assert.deepEqual(resultLabels(queryResult(definition)).only, ['domain', 'uuid']);
      const pattern = new RegExp(regex.slice(1, -1));
      for (const name of ['shop', 'a "quoted", name', 'uuid="x"']) {
        const found = pattern.exec(`{domain="${name}",uuid="7a3c"} 1073741824 1764000000000`);
        assert.deepEqual({ ...found.groups }, { text: name, value: '7a3c' });
      }
    });
  }
}

test('A query that breaks off is found', () => assert.equal(parses({ expr: 'sum by (instance) (balloon_libvirt_up{' }).length, 1));
test('A missing bracket is found', () => assert.equal(parses({ expr: 'rate(balloon_host_swap_in_bytes_total[$__rate_interval)' }).length, 1));
test('A rate over a fixed time is found', () => assert.equal(ranges({ expr: 'rate(balloon_host_swap_in_bytes_total{job="$job"}[5m])' }).length, 1));
test('A bare counter is found', () => assert.equal(counters({ where: '', expr: 'balloon_host_swap_in_bytes_total' }).length, 1));
test('A counter that would be news with each start is found', () =>
  assert.equal(restarts({ expr: 'balloon_domain_moves_total - (balloon_domain_moves_total offset $__interval or 0 * balloon_domain_moves_total) > 0' }).length, 1));
test('A legend with a label that is aggregated away is found', () =>
  assert.equal(legends(boards[0])({ expr: 'sum by (instance) (balloon_libvirt_up)', panel: {}, target: { legendFormat: '{{instance}} {{domain}}' } }).length, 1));
test('A query without a job is found', () =>
  assert.equal(matches(boards[0], 'job')({ where: '', expr: 'balloon_libvirt_up{instance="$instance"}' }).length, 1));
test('The definition of a query variable is read', () => assert.deepEqual(labelValues('label_values(up{a="b"}, job)'), { selector: 'up{a="b"}', label: 'job' }));
