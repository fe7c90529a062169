// The packages of these tests can be installed anywhere.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const lock = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url), 'utf8'));

test('The lock file names no registry', () => {
  const entries = Object.entries(lock.packages);
  assert.equal(entries.length > 100, true);
  assert.deepEqual(entries.filter(([, entry]) => entry.resolved !== undefined).map(([name]) => name), []);
});

test('Every package is locked to what its registry must deliver', () => {
  assert.deepEqual(Object.entries(lock.packages).filter(([name, entry]) => name !== '' && !entry.integrity && !entry.link && !entry.inBundle).map(([name]) => name), []);
});
