// Draws the dashboards with Grafana's own components in Chromium, out of what the loop test asked a real Prometheus:
//   ./test.sh integration                     leaves artifacts/dashboard-answers.json
//   cd tests/dashboards/pictures && npm ci && npm run draw
// Every dashboard, whole, dark and light, goes to artifacts/pictures; its first screen, dark, to docs/images.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const require = createRequire(import.meta.url);
const width = 1366;
// What a screen of 1366×768 shows below the browser's own bars.
const screen = 640;

async function script() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('main.tsx', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'empty', '.woff2': 'empty', '.ttf': 'empty' },
    outdir: 'out',
    logLevel: 'error',
    // The packages' CommonJS reads its own dependencies right; their ECMAScript modules count on another bundler's habits.
    alias: { '@grafana/ui': require.resolve('@grafana/ui'), '@grafana/data': require.resolve('@grafana/data') },
  });
  const text = (end) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}

const { js, css } = await script();
const recorded = JSON.parse(readFileSync(path.join(root, 'artifacts/dashboard-answers.json'), 'utf8'));
const folders = { whole: path.join(root, 'artifacts/pictures'), first: path.join(root, 'docs/images') };
for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const errors = [];
for (const file of readdirSync(path.join(root, 'dashboards')).filter((name) => name.endsWith('.json'))) {
  const board = JSON.parse(readFileSync(path.join(root, 'dashboards', file), 'utf8'));
  for (const theme of ['dark', 'light']) {
    const page = await browser.newPage({ viewport: { width, height: screen } });
    page.on('pageerror', (error) => errors.push(`${file}: ${error}`));
    // A page of its own origin, or the components find no storage. Nothing is fetched from anywhere.
    await page.route('**', (route) =>
      route.request().url() === 'http://pictures.invalid/'
        ? route.fulfill({ contentType: 'text/html', body: `<!doctype html><meta charset="utf-8"><style>body { margin: 0 } ${css}</style><div id="root"></div>` })
        : route.fulfill({ status: 404, body: '' }),
    );
    await page.goto('http://pictures.invalid/');
    await page.evaluate((picture) => { window.picture = picture; }, { board, width, dark: theme === 'dark', ...recorded });
    await page.addScriptTag({ content: js, type: 'module' });
    await page.waitForFunction(() => window.drawn, null, { timeout: 30_000 });
    // The plots are drawn in animation frames after that.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: path.join(folders.whole, `${board.uid}-${theme}.png`), fullPage: true });
    if (theme === 'dark') await page.screenshot({ path: path.join(folders.first, `${board.uid}.png`) });
    await page.close();
  }
}
await browser.close();
if (errors.length > 0) {
  console.error(errors.join('\n'));
  process.exit(1);
}
