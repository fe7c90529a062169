// Every state in both languages, light and dark, with the page's own script and without: axe finds nothing, 320 px are wide enough, no policy is violated.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { isAccessible, launch, open, setting, width } from './browser.mjs';

const exporter = setting.usual;
const states = readdirSync(setting.states).filter((file) => file.endsWith('.html')).sort();
let browser;
let headers;

before(async () => {
  browser = await launch();
  const { page, close } = await open(browser);
  headers = (await page.goto(`${exporter}server/${setting.uuid}/nothing`)).headers();
  await page.close();
  await close().catch(() => {}); // A 404 is told on the console.
});

after(() => browser.close());

test('there are states to look at, under the policy of the exporter', () => {
  assert.ok(states.length > 60, `${states.length} states`);
  assert.match(headers['content-security-policy'], /^default-src 'none'; .*script-src 'self'/);
});

for (const script of ['on', 'blocked']) {
  test(`states, script ${script}`, async () => {
    const { page, close } = await open(browser, { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
    let body = '';
    await page.route('**/*', async (route) => {
      if (route.request().resourceType() === 'document') return route.fulfill({ status: 200, headers, contentType: 'text/html; charset=utf-8', body });
      if (route.request().resourceType() === 'fetch') return route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body });
      if (script === 'blocked' && route.request().resourceType() === 'script') return route.fulfill({ status: 200, contentType: 'text/javascript', body: '' });
      return route.continue();
    });
    for (const file of states) {
      body = readFileSync(join(setting.states, file), 'utf8');
      const depth = file.startsWith('question') ? '/disable' : '';
      await page.goto(`${exporter}server/${setting.uuid}${depth}`);
      assert.ok(await width(page) <= 320, `${file} is wider than 320 px`);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await isAccessible(page, `${file}, ${colorScheme}`);
      }
    }

    await close();
  });
}
