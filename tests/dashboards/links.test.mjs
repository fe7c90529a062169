// Every link leads to a dashboard that exists, and hands on variables that it has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boards, dataPanels, variable } from './boards.mjs';

const links = (board) => [
  ...board.json.links.map((link) => link.url),
  ...dataPanels(board).flatMap((panel) => [...(panel.links ?? []), ...panel.fieldConfig.overrides.flatMap((override) => override.properties.filter((property) => property.id === 'links').flatMap((property) => property.value))].map((link) => link.url)),
];

/** Where a link leads, and the variables it sets there. */
function read(url) {
  const [, uid, query] = /^\/d\/([\w-]+)\?(.*)$/.exec(url);
  return { uid, sets: [...query.matchAll(/(?:^|&)(?:var-(\w+)=|\$\{(\w+):queryparam\})/g)].map((match) => match[1] ?? match[2]) };
}

const wrong = (board) =>
  links(board).flatMap((url) => {
    const { uid, sets } = read(url);
    const target = boards.find((other) => other.json.uid === uid);
    if (!target) return [`${url}: no such dashboard`];
    // A variable of this board that is handed on must be one here, and may hold many values only where many may arrive.
    const handed = [...url.matchAll(/\$\{(\w+):queryparam\}/g)].map((match) => match[1]);
    return [
      ...sets.filter((name) => !variable(target, name)).map((name) => `${url}: ${uid} has no variable ${name}`),
      ...handed.filter((name) => !variable(board, name)).map((name) => `${url}: no variable ${name} here`),
      ...handed.filter((name) => variable(board, name)?.multi && !variable(target, name)?.multi).map((name) => `${url}: ${name} may be many here, one there`),
    ];
  });

for (const board of boards) {
  test(`${board.file}: every link leads somewhere`, () => assert.deepEqual(wrong(board), []));
}

test('Every dashboard can be reached from the fleet, and the fleet from each', () => {
  const reach = (board) => new Set(links(board).map((url) => read(url).uid));
  const fleet = boards.find((board) => board.json.uid === 'balloon-fleet');
  for (const board of boards.filter((other) => other !== fleet)) {
    assert.equal(reach(fleet).has(board.json.uid) && reach(board).has('balloon-fleet'), true, board.file);
  }
});

test('A link into the void is found', () => {
  const json = structuredClone(boards[0].json);
  json.links[0].url = '/d/balloon-nowhere?${datasource:queryparam}';
  assert.equal(wrong({ file: 'x', json }).length, 1);
});
