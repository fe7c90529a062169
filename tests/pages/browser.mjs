// Chromium, links as a panel signs them, and what each page is looked at for.
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Written by the test that starts the exporters.
export const setting = JSON.parse(readFileSync(process.env.BALLOON_PAGES_SETTING, 'utf8'));

for (const name of ['usual', 'script', 'noScript', 'deaf', 'framed', 'operators', 'tunnel']) setting[name] = new URL(setting[name]).href;

export const launch = () => chromium.launch({
  executablePath: process.env.BALLOON_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

export function link(more = {}) {
  const text = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const signed = `${text({ alg: 'HS256', typ: 'balloon-page+jwt' })}.${text({
    iss: 'panel', aud: 'balloon-exporter', sub: 'customer-7', jti: randomUUID(), iat: now, exp: now + 120,
    domain: setting.uuid, may: ['read', 'policy', 'restart', 'force'], lang: 'en', ...more,
  })}`;
  return `${signed}.${createHmac('sha256', setting.secret).update(signed).digest('base64url')}`;
}

// A panel at another site: a form that opens the page, and one that shows it in a frame.
export async function panel(port, exporter) {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(request.url === '/frame'
      ? `<!DOCTYPE html><html lang="en"><title>Panel</title><iframe title="Ballooning" width="600" height="900" src="${exporter}open?token=${link()}"></iframe>`
      : `<!DOCTYPE html><html lang="en"><title>Panel</title><form method="post" action="${exporter}open"><input type="hidden" name="token" value="${link()}"><button>Ballooning</button></form>`);
  });
  await new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  server.unref(); // A test that fails before it closes it is not to keep the process.
  return { address: `http://localhost:${server.address().port}`, close: () => server.close() };
}

// Pages that axe looks at: it tries styles of its own, which the policy of the page refuses. What it says then is not of the page.
const looked = new Set();

// A page that fails the test when its policy is violated or its script fails.
export async function open(browser, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems = [];
  page.on('framenavigated', () => looked.delete(page));
  page.on('console', (message) => { if (!looked.has(page) && ['error', 'warning'].includes(message.type())) problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
  return { page, async close() { await context.close(); assert.deepEqual(problems, []); } };
}

export async function isAccessible(page, what) {
  looked.add(page);
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], preload: false }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`), [], what);
}

export const width = (page) => page.evaluate(() => document.documentElement.scrollWidth);
