// Units and transformations are ones that Grafana knows.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { boards, dataPanels } from './boards.mjs';

// The package as a whole wants a browser and a newer Node.js than Debian's; these parts of it need neither.
const require = createRequire(import.meta.url);
const data = path.dirname(require.resolve('@grafana/data'));
globalThis.navigator ??= { languages: ['en'] };
const { getValueFormats } = require(path.join(data, 'valueFormats/valueFormats.cjs'));
const { DataTransformerID } = require(path.join(data, 'transformations/transformers/ids.cjs'));

const known = new Set(getValueFormats().flatMap((category) => category.submenu.map((format) => format.value)));
const transformers = new Set(Object.values(DataTransformerID));

/** The units of a panel's fields: of all, and of those with an override. */
const units = (panel) => [
  panel.fieldConfig.defaults.unit,
  ...panel.fieldConfig.overrides.flatMap((override) => override.properties.filter((property) => property.id === 'unit').map((property) => property.value)),
];

for (const board of boards) {
  test(`${board.file}: every panel has a unit that @grafana/data knows`, () => {
    const wrong = dataPanels(board).flatMap((panel) => units(panel).filter((unit) => !known.has(unit)).map((unit) => `${panel.title}: ${unit}`));
    assert.deepEqual(wrong, []);
  });

  test(`${board.file}: every transformation is one that @grafana/data knows`, () => {
    const used = dataPanels(board).flatMap((panel) => (panel.transformations ?? []).map((transformation) => transformation.id));
    assert.deepEqual(used.filter((id) => !transformers.has(id)), []);
  });
}

test('An invented unit is not known', () => {
  assert.equal(known.has('bytes') && known.has('percentunit') && !known.has('gibibytes'), true);
});
