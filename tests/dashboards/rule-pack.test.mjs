// The rule pack in the grammar of Prometheus 3: promtool of the version at hand reads it in that of 2.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import YAML from 'yaml';
import { root } from './boards.mjs';
import { parse } from './promql.mjs';

const alerts = path.join(root, 'alerts');
const files = readdirSync(alerts).filter((file) => file.endsWith('.rules.yml'));

// Functions that 3 renamed or keeps behind a flag, and those that 2.42 had behind one or did not have.
const notEverywhere = new Set([
  'holt_winters', 'double_exponential_smoothing', 'mad_over_time', 'sort_by_label', 'sort_by_label_desc', 'info',
  'ts_of_min_over_time', 'ts_of_max_over_time', 'ts_of_last_over_time', 'first_over_time', 'limitk', 'limit_ratio',
]);

for (const file of files) {
  const rules = YAML.parse(readFileSync(path.join(alerts, file), 'utf8')).groups.flatMap((group) => group.rules);

  test(`${file}: every expression parses`, () => {
    assert.equal(rules.length > 0, file !== 'actions.rules.yml', 'empty for one release');
    for (const rule of rules) assert.doesNotThrow(() => parse(String(rule.expr)), `${rule.record ?? rule.alert}`);
  });

  test(`${file}: nothing that one of the two does not have, or means something else by`, () => {
    for (const rule of rules) {
      const { text, tree } = parse(String(rule.expr));
      const name = rule.record ?? rule.alert;
      tree.iterate({
        enter: (node) => {
          const word = text.slice(node.from, node.to);
          if (node.name === 'FunctionIdentifier') assert.ok(!notEverywhere.has(word), `${name}: ${word}`);
          assert.notEqual(node.name, 'AtModifierPreprocessors', `${name}: @`);
          assert.notEqual(node.name, 'QuotedLabelMatcher', `${name}: quoted names came with 3`);
        },
      });
      // In 3 a dot in a pattern matches line breaks too: no label here has any.
      assert.ok(!/[^\\]\\n/.test(text), `${name}: a pattern with a line break`);
    }
  });
}

test('An expression of no grammar is found', () => assert.throws(() => parse('sum(rate(x[5m])'), SyntaxError));
