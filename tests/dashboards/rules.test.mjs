// What grafana/dashboard-linter asks of a dashboard, and what this project asks besides.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { scraped } from './metrics.mjs';
import { selectors } from './promql.mjs';
import { annotations, boards, dataPanels, labelValues, panels, variable, variables } from './boards.mjs';

// As in units.test.mjs: one part of the package, that needs no browser.
const require = createRequire(import.meta.url);
globalThis.navigator ??= { languages: ['en'] };
const { getDisplayProcessor } = require(path.join(path.dirname(require.resolve('@grafana/data')), 'field/displayProcessor.cjs'));

const uids = new Set(['balloon-host', 'balloon-domain', 'balloon-feedback', 'balloon-fleet']);
const datasource = { type: 'prometheus', uid: '${datasource}' };

test('There are four dashboards, each in a file named after its uid', () => {
  assert.deepEqual(new Set(boards.map((board) => board.json.uid)), uids);
  assert.deepEqual(boards.map((board) => board.file), boards.map((board) => `${board.json.uid}.json`));
});

/** The value mappings of a panel: of all fields, and of those with an override. */
const mappingsOf = (panel) => [panel.fieldConfig.defaults.mappings, ...panel.fieldConfig.overrides.flatMap((override) => override.properties.filter((property) => property.id === 'mappings').map((property) => property.value))];

const saysWhen = (panel) => panel.type === 'table' && panel.transformations.some(({ options }) => options.renameByName?.Time === 'When');

// Thresholds would give what is not there the colour of the least value: green, as a rule.
function saysNoData(mappings) {
  const display = getDisplayProcessor({ field: { type: 'other', config: { mappings, thresholds: { mode: 'absolute', steps: [{ color: 'green', value: -Infinity }] } } }, theme: { visualization: { getColorByName: (name) => name, palette: [] } } });
  const { text, color } = display(null);
  return text === 'No data' && color === '#8e8e8e';
}

for (const board of boards) {
  const each = (name, check) => test(`${board.file}: ${name}`, () => assert.deepEqual(dataPanels(board).filter((panel) => !check(panel)).map((panel) => panel.title || panel.id), []));

  test(`${board.file}: classic, not to be edited, provisionable`, () => {
    assert.equal(board.json.editable, false);
    assert.equal(board.json.id ?? null, null);
    assert.equal('__inputs' in board.json || '__requires' in board.json, false);
    // The last one of classic dashboards, in Grafana 12 and 13.
    assert.equal(board.json.schemaVersion, 42);
    assert.notEqual(board.json.description ?? '', '');
    assert.equal(board.json.title.startsWith('BalloonExporter / '), true);
  });

  test(`${board.file}: the data source is a variable`, () => {
    const all = variables(board).filter((candidate) => candidate.type === 'datasource');
    assert.deepEqual(all.map(({ name, label, query }) => ({ name, label, query })), [{ name: 'datasource', label: 'Data source', query: 'prometheus' }]);
    assert.equal(variables(board)[0], all[0]);
  });

  // The linter wants job and instance to take many values. A dashboard of one host takes one, or its stacks would mix hosts.
  test(`${board.file}: job and instance are variables`, () => {
    for (const [name, label] of [['job', 'Job'], ['instance', 'Instance']]) {
      const found = variable(board, name);
      assert.equal(found.type, 'query');
      assert.equal(found.label, label);
      assert.equal(found.refresh, 2, 'asked again when the time changes');
      assert.deepEqual(found.datasource, datasource);
      assert.equal(labelValues(found.definition).label, name);
      assert.equal(found.query.query, found.definition);
      assert.equal(found.multi, found.includeAll);
      assert.equal(found.allValue, found.multi ? '.+' : undefined);
    }
  });

  each('every panel asks the chosen data source', (panel) => [panel, ...panel.targets].every((asked) => asked.datasource.uid === datasource.uid && asked.datasource.type === datasource.type));
  each('every panel has a title and a description', (panel) => panel.title && panel.description?.endsWith('.'));
  each('every panel asks something', (panel) => panel.targets.length > 0);
  each('the queries of a panel have names of their own', (panel) => new Set(panel.targets.map((target) => target.refId)).size === panel.targets.length);
  // The last value of a range is shown for as long as the range lasts, whatever has become of it since. A list of what happened says when.
  each('what shows the present asks for the present, graphs and lists of what happened ask for a range', (panel) =>
    panel.targets.every((target) => target.instant !== target.range && target.range === (['timeseries', 'state-timeline'].includes(panel.type) || saysWhen(panel))),
  );
  // What rules recorded is there until their next evaluation.
  each('a tile of what rules recorded is empty as soon as the exporter is gone', (panel) => panel.type !== 'stat' || panel.targets.every((target) => selectors(target.expr).some((selector) => scraped.has(selector.metric))));
  each('a tile does not show 0 for what is not there', (panel) => !['stat', 'bargauge'].includes(panel.type) || panel.targets.every((target) => !target.expr.includes('vector(0)')));
  each('a tile without data says so, in grey', (panel) => panel.type !== 'stat' || mappingsOf(panel).every(saysNoData));
  each('every legend is written, but for tables', (panel) => panel.targets.every((target) => (target.format === 'table') === (target.legendFormat === '')));

  test(`${board.file}: annotations ask the chosen data source`, () => {
    assert.deepEqual(annotations(board).filter((annotation) => annotation.datasource.uid !== datasource.uid), []);
  });

  test(`${board.file}: ids and titles are unique`, () => {
    const all = panels(board);
    assert.equal(new Set(all.map((panel) => panel.id)).size, all.length);
    const titles = dataPanels(board).map((panel) => panel.title);
    assert.deepEqual(titles.filter((title, index) => titles.indexOf(title) !== index), []);
  });

  test(`${board.file}: panels lie within the grid and not on each other`, () => {
    // What is folded into a row makes room for itself when it is unfolded.
    for (const together of [board.json.panels, ...board.json.panels.filter((panel) => panel.type === 'row').map((row) => row.panels)]) {
      const taken = new Map();
      for (const { title, gridPos } of together) {
        assert.equal(gridPos.x >= 0 && gridPos.x + gridPos.w <= 24, true, title);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            assert.equal(taken.get(`${x},${y}`), undefined, `${title} on ${taken.get(`${x},${y}`)}`);
            taken.set(`${x},${y}`, title);
          }
        }
      }
    }
  });

  test(`${board.file}: only folded rows hold panels`, () => {
    assert.deepEqual(board.json.panels.filter((panel) => panel.type === 'row' && panel.collapsed !== panel.panels.length > 0).map((row) => row.title), []);
  });

  // 1366×768 leaves about fifteen rows of 38 pixels below the browser's and Grafana's bars.
  test(`${board.file}: the first screen shows figures and a picture`, () => {
    const first = board.json.panels.filter((panel) => panel.type !== 'row' && panel.gridPos.y + panel.gridPos.h <= 15);
    assert.equal(first.filter((panel) => panel.type === 'stat').length >= 6, true);
    assert.equal(first.some((panel) => ['timeseries', 'bargauge', 'table'].includes(panel.type)), true);
  });

  // A fixed colour as a number looks right in one theme only. Grey is grey in both.
  test(`${board.file}: colours are Grafana's names, which follow the theme`, () => {
    const odd = [...board.text.matchAll(/"(?:color|fixedColor)": "([^"]+)"/g)].map((match) => match[1]).filter((color) => !/^(text|transparent|#8e8e8e|(dark-|semi-dark-|light-|super-light-)?(green|yellow|orange|red|blue|purple))$/.test(color));
    assert.deepEqual(odd, []);
  });
}
