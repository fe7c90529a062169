// Each file is what Grafana's own types say a dashboard is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { boards } from './boards.mjs';
import { formatted } from './format.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const common = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

// Where the compiler finds the types of each Grafana: of one under its name, of the other under an alias (package.json).
const grafanas = {
  12: {},
  13: { paths: { '@grafana/schema': ['./node_modules/grafana-schema-13/dist/types/index.d.ts'], '@grafana/schema/*': ['./node_modules/grafana-schema-13/*'] } },
};

/** What the compiler has against these dashboards, by file. JSON is TypeScript; each becomes a module that need not exist on disk. */
function typeErrors(documents, grafana = 12) {
  const options = { ...common, baseUrl: here, ...grafanas[grafana] };
  const sources = new Map(
    documents.map(({ file, json }) => [path.join(here, `${file}.ts`), `import type { Board } from './types';\nexport const board: Board = ${JSON.stringify(json, null, 2)};\n`]),
  );
  const host = ts.createCompilerHost(options);
  const [read, exists] = [host.getSourceFile.bind(host), host.fileExists.bind(host)];
  host.getSourceFile = (name, ...rest) => (sources.has(name) ? ts.createSourceFile(name, sources.get(name), ts.ScriptTarget.ES2022) : read(name, ...rest));
  host.fileExists = (name) => sources.has(name) || exists(name);
  const program = ts.createProgram([...sources.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((error) => {
      const line = error.file ? error.file.getLineAndCharacterOfPosition(error.start).line - 1 : 0;
      return `${path.basename(error.file?.fileName ?? '')}, line ${line}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`;
    });
}

for (const grafana of Object.keys(grafanas)) {
  test(`Every dashboard has the types of Grafana ${grafana}`, () => assert.deepEqual(typeErrors(boards, grafana), []));
}

test('The types of Grafana 13 are those of 13', () => {
  const json = structuredClone(boards[0].json);
  json.panels.find((panel) => panel.type === 'table').options.pageSize = 20;
  const document = [{ file: 'paged.json', json }];
  assert.deepEqual(typeErrors(document, 13), []);
  assert.equal(typeErrors(document, 12).length > 0, true);
});

const broken = (change) => {
  const json = structuredClone(boards[0].json);
  change(json);
  return typeErrors([{ file: 'broken.json', json }]);
};

test('The type check finds a misspelt key', () => {
  assert.equal(broken((json) => (json.panels[0].gridPoz = {})).length > 0, true);
});

test('The type check finds a value Grafana does not know', () => {
  assert.equal(broken((json) => (json.panels.find((panel) => panel.type === 'stat').options.colorMode = 'colourful')).length > 0, true);
});

test('The type check finds an override of nothing', () => {
  assert.equal(
    broken((json) => json.panels.find((panel) => panel.type === 'timeseries').fieldConfig.overrides.push({ matcher: { id: 'byName', options: 'x' }, properties: [{ id: 'custom.lineColour', value: 1 }] }))
      .length > 0,
    true,
  );
});

for (const { file, text, json } of boards) {
  test(`${file} is formatted (npm run format)`, () => {
    assert.equal(text === formatted(json), true);
  });
}
