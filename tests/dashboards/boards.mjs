// The dashboards as they lie in the repository, and ways to walk through them.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const folder = path.join(root, 'dashboards');

export const boards = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return { file, text, json: JSON.parse(text) };
  });

/** Panels, those inside rows too. */
export const panels = (board) => board.json.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);

/** Panels that show data. */
export const dataPanels = (board) => panels(board).filter((panel) => panel.type !== 'row' && panel.type !== 'text');

export const variables = (board) => board.json.templating.list;

export const variable = (board, name) => variables(board).find((candidate) => candidate.name === name);

/** Annotations that ask Prometheus. */
export const annotations = (board) => board.json.annotations.list.filter((annotation) => annotation.builtIn !== 1);

/** What a query variable asks: label_values(SELECTOR, LABEL). */
export function labelValues(definition) {
  const match = /^label_values\((.+),\s*(\w+)\)$/s.exec(definition);
  return match && { selector: match[1], label: match[2] };
}

/** What a query variable asks when its text and its value are two labels of a query's answer: query_result(QUERY). */
export const queryResult = (definition) => /^query_result\((.+)\)$/s.exec(definition)?.[1];

/** Every query of a dashboard: of its panels, variables and annotations. */
export function queries(board) {
  const ofPanels = dataPanels(board).flatMap((panel) =>
    panel.targets.map((target) => ({ where: `${board.file}, ${panel.title}, ${target.refId}`, expr: target.expr, panel, target })),
  );
  const ofVariables = variables(board)
    .filter((candidate) => candidate.type === 'query')
    .map((candidate) => ({ where: `${board.file}, variable ${candidate.name}`, expr: labelValues(candidate.definition)?.selector ?? queryResult(candidate.definition) ?? candidate.definition }));
  const ofAnnotations = annotations(board).map((annotation) => ({
    where: `${board.file}, annotation ${annotation.name}`,
    expr: annotation.target.expr,
    annotation,
  }));
  return [...ofPanels, ...ofVariables, ...ofAnnotations];
}

/** The labels that a legend or text names: {{label}}. */
export const placeholders = (text) => [...text.matchAll(/{{\s*(\w+)\s*}}/g)].map((match) => match[1]);
