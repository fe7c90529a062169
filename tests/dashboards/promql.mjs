// PromQL as Prometheus' own editor reads it.
import { parser } from '@prometheus-io/lezer-promql';

// Grafana fills these in before Prometheus sees the query. Odd numbers, so that they are recognised afterwards.
export const rateInterval = '243s';
export const range = '3607s';
export const interval = '31s';

/** The query with Grafana's own variables filled in; those of the dashboard stand in strings and may stay. */
export const filled = (expr) =>
  expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$__range', range).replaceAll('$__interval', interval);

/** The syntax tree, or an error that says where it breaks. */
export function parse(expr) {
  const text = filled(expr);
  const tree = parser.parse(text);
  let broken = null;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError && broken === null) broken = node.from;
    },
  });
  if (broken !== null) throw new SyntaxError(`no PromQL from here on: ${text.slice(broken) || '(the end)'}`);
  return { text, tree };
}

const within = (node, name) => {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.name === name) return parent;
  }
  return null;
};

/** Every selector of a query: metric, matchers, the range and function it stands in, whether an offset applies to it. */
export function selectors(expr) {
  const { text, tree } = parse(expr);
  const of = (node) => text.slice(node.from, node.to);
  const found = [];
  tree.iterate({
    enter: (reference) => {
      if (reference.name !== 'VectorSelector') return;
      const node = reference.node;
      const matchers = [];
      node.cursor().iterate((inner) => {
        if (inner.name === 'UnquotedLabelMatcher') {
          const [label, operator, value] = [inner.node.getChild('LabelName'), inner.node.getChild('MatchOp'), inner.node.getChild('StringLiteral')];
          matchers.push({ label: of(label), operator: of(operator), value: of(value).slice(1, -1) });
        }
      });
      const matrix = node.parent?.name === 'MatrixSelector' ? node.parent : null;
      const call = matrix && within(matrix, 'FunctionCall');
      found.push({
        text: of(node),
        metric: node.getChild('Identifier') ? of(node.getChild('Identifier')) : '',
        matchers,
        range: matrix && of(matrix).slice(of(matrix).lastIndexOf('[') + 1, -1),
        function: call && of(call.getChild('FunctionIdentifier')),
        offset: node.parent?.name === 'OffsetExpr',
      });
    },
  });
  return found;
}

/**
 * The labels that a query's answer can have: { only } those of the outermost "by", or all { but } those of a "without". Of two
 * operands the left one counts, unless it is only a number.
 */
export function resultLabels(expr) {
  const { text, tree } = parse(expr);
  const of = (node) => text.slice(node.from, node.to);
  const labels = (node) => {
    if (node.name === 'AggregateExpr') {
      const operator = of(node.getChild('AggregateOp'));
      const body = node.getChild('FunctionCallBody');
      if (operator === 'topk' || operator === 'bottomk') return firstOf(body);
      const modifier = node.getChild('AggregateModifier');
      const made = operator === 'count_values' ? [of(body.getChild('StringLiteral')).slice(1, -1)] : [];
      if (!modifier) return { only: made };
      const named = modifier.getChild('GroupingLabels').getChildren('LabelName').map(of);
      if (modifier.getChild('Without')) return { but: named };
      return { only: [...named, ...made] };
    }
    if (node.name === 'VectorSelector' || node.name === 'MatrixSelector') return { but: [] };
    if (node.name === 'FunctionCall') {
      const call = of(node.getChild('FunctionIdentifier'));
      if (['time', 'scalar'].includes(call)) return undefined;
      if (call === 'vector') return { only: [] };
      return firstOf(node.getChild('FunctionCallBody'));
    }
    return firstOf(node);
  };
  // Undefined: a number.
  const firstOf = (node) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      const found = labels(child);
      if (found) return found;
    }
    return undefined;
  };
  return labels(tree.topNode);
}
