// Writes the dashboards the one way they are written: npm run format.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { boards, folder } from './boards.mjs';

export const formatted = (json) => `${JSON.stringify(json, null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, json } of boards) writeFileSync(path.join(folder, file), formatted(json));
}
