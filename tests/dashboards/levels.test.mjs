// Colours change where decisions do: thresholds are the numbers of the rules.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { boards, dataPanels, root } from './boards.mjs';

const planner = readFileSync(path.join(root, 'alerts/planner.rules.yml'), 'utf8');
const constant = (name) => Number(new RegExp(`record: balloon:config:${name}\\n\\s+expr: .*vector\\(([\\d.]+)\\)`).exec(planner)[1]);

/** The thresholds of a panel: of its own, and of fields with an override. */
const thresholds = (panel) => [
  { of: panel.targets.map((target) => target.expr).join('\n'), steps: panel.fieldConfig.defaults.thresholds?.steps },
  ...panel.fieldConfig.overrides.flatMap((override) => override.properties.filter((property) => property.id === 'thresholds').map((property) => ({ of: override.matcher.options, steps: property.value.steps }))),
];
const values = (steps) => (steps ?? []).map((step) => step.value).filter((value) => value !== null);
const find = (matches) =>
  boards.flatMap((board) => dataPanels(board).flatMap((panel) => thresholds(panel).filter(({ of, steps }) => matches(of) && values(steps).length > 0).map(({ steps }) => ({ where: `${board.file}, ${panel.title}`, values: values(steps) }))));

const agree = (name, matches, expected) =>
  test(name, () => {
    const found = find(matches);
    assert.equal(found.length > 0, true, 'nothing to compare');
    for (const { where, values: actual } of found) assert.deepEqual(actual, expected, where);
  });

agree('What was sold is green where all could come back and the host stay GREEN', (of) => /^balloon:host_overcommit_maximum:ratio{[^}]*}$|^Sold$/.test(of), [Number((1 - constant('green_enter_ratio')).toFixed(6))]);
agree('Pressure is marked where RED begins', (of) => /pressure_memory_waiting|^Pressure$/.test(of) && !/domain/.test(of), [constant('red_pressure_ratio')]);
agree('Swapping out is marked where RED begins', (of) => /host_swap_out/.test(of), [constant('red_swap_out_bytes_per_second')]);
agree('Old statistics are marked where they are no longer acted upon', (of) => /^time\(\) - balloon_domain_guest_stats|^Statistics age$/.test(of), [constant('max_age_seconds')]);

const levelMappings = boards.flatMap((board) => dataPanels(board)).flatMap((panel) => [panel.fieldConfig.defaults.mappings, ...panel.fieldConfig.overrides.flatMap((override) => override.properties.filter((property) => property.id === 'mappings').map((property) => property.value))]).filter((mapping) => mapping?.[0]?.options['0']?.text === 'GREEN');

/** What a tile asks, for each level in the order in which they are asked, and its colour. */
const levelsOf = (panel) => ({
  asked: [...panel.targets[0].expr.matchAll(/label_replace\(.*?(?:balloon:host_mark:(\w+)_bytes.*?)?, "level", "(\w+)", "", ""\)/g)].map((match) => [match[2], match[1]]),
  colours: Object.fromEntries(panel.fieldConfig.overrides.map((override) => [override.matcher.options, override.properties.find((property) => property.id === 'color').value.fixedColor])),
});
const tile = (title) => dataPanels(boards.find((board) => board.json.uid === 'balloon-host')).find((panel) => panel.title === title);

// A share of the host would not do: on hosts of more than 350 GiB, and on small ones, the marks are sizes.
for (const title of ['Available', 'Overcommit now']) {
  test(`${title} has the colour of the level whose mark it is below, on hosts of every size`, () => {
    const { asked, colours } = levelsOf(tile(title));
    assert.deepEqual(asked, [['CRIT', 'crit'], ['RED', 'red'], ['SOFT', 'soft'], ['HOLD', 'green'], ['GREEN', undefined]]);
    assert.deepEqual(colours, Object.fromEntries(Object.values(levelMappings[0][0].options).map(({ text, color }) => [text, color])));
  });
}

test('No share is coloured as if the marks of levels were shares', () => {
  const shares = ['crit', 'red', 'soft'].map((level) => constant(`${level}_enter_ratio`));
  const ofShares = new Set([...shares, ...shares.map((share) => Number((1 - share).toFixed(6)))]);
  const found = boards.flatMap((board) => dataPanels(board).flatMap((panel) => thresholds(panel).filter(({ of, steps }) => /available|overcommit|^In force$|^Available$/.test(of) && values(steps).some((value) => ofShares.has(value))).map(() => `${board.file}, ${panel.title}`)));
  assert.deepEqual(found, []);
});

test('A level has one colour everywhere', () => {
  const colours = levelMappings.map(([mapping]) => Object.values(mapping.options).map((result) => result.color));
  assert.equal(new Set(colours[0]).size, 5);
  for (const others of colours) assert.deepEqual(others, colours[0]);
});

test('Guests and hosts do not wear the colours of levels', () => {
  const ofLevels = Object.values(levelMappings[0][0].options).map((result) => result.color.split('-').at(-1));
  const series = boards.flatMap((board) => dataPanels(board).filter((panel) => panel.type === 'timeseries' && panel.targets.some((target) => /^(.* )?{{(domain|instance)}}$/.test(target.legendFormat))).map((panel) => ({ where: `${board.file}, ${panel.title}`, color: panel.fieldConfig.defaults.color })));
  assert.equal(series.length >= 5, true);
  assert.deepEqual(series.filter(({ color }) => color.mode !== 'shades' || ofLevels.includes(color.fixedColor.split('-').at(-1))).map(({ where }) => where), []);
});

test('The levels have the names and numbers of the planner', () => {
  const [, comment] = /# Level of the host: (.*)\. The worst one wins/.exec(planner);
  const named = Object.fromEntries([...comment.matchAll(/(\d) ([A-Z]+)/g)].map((match) => [match[1], match[2]]));
  assert.equal(Object.keys(named).length, 5);
  assert.equal(levelMappings.length >= 4, true);
  for (const [mapping] of levelMappings) assert.deepEqual(Object.fromEntries(Object.entries(mapping.options).map(([number, result]) => [number, result.text])), named);
});
