// The operator's page: every state under axe, and the way of an operator with script and without, and by keyboard. With BALLOON_PAGES_PICTURES it makes the pictures of the documents.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { isAccessible, launch, open, setting, width } from './browser.mjs';

const ui = `${setting.operators}ui/`;
const files = readdirSync(setting.operatorStates).sort();
const place = (file) => (/domain/.test(file) ? `${ui}domains/${setting.uuid}` : file.startsWith('refused') ? `${ui}domains/${setting.uuid}/policy` : ui);
let browser;
let headers;

before(async () => {
  browser = await launch();
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  headers = (await (await context.newPage()).goto(ui)).headers();
  delete headers['www-authenticate'];
  await context.close();
});

after(() => browser.close());

async function signIn(page) {
  await page.getByLabel('API key').fill(setting.key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

// A browser tells of a 401 on its console.
async function openSignedIn(options, address = ui) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(address);
  await signIn(page);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) problems.push(message.text()); });
  return { page, async close() { await context.close(); assert.deepEqual(problems, []); } };
}

test('there are states to look at, under the policy of the exporter', () => {
  assert.ok(files.length > 20, `${files.length} states`);
  assert.match(headers['content-security-policy'], /^default-src 'none'; .*script-src 'self'/);
});

for (const script of ['on', 'blocked']) {
  test(`operator's states, script ${script}`, async () => {
    const { page, close } = await open(browser, { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
    let body = '';
    await page.route('**/*', async (route) => {
      const type = route.request().resourceType();
      if (type === 'document' || type === 'fetch') return route.fulfill({ status: 200, headers, contentType: 'text/html; charset=utf-8', body });
      if (script === 'blocked' && type === 'script') return route.fulfill({ status: 200, contentType: 'text/javascript', body: '' });
      return route.continue();
    });
    for (const file of files) {
      body = readFileSync(join(setting.operatorStates, file), 'utf8');
      await page.goto(place(file));
      assert.ok(await width(page) <= 320, `${file} is wider than 320 px`);
      await page.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true; });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await isAccessible(page, `${file}, ${colorScheme}`);
      }
    }

    await close();
  });
}

for (const [what, javaScriptEnabled] of [['script', true], ['no script', false]]) {
  test(`an operator looks, pauses and changes a policy, ${what}`, async () => {
    // Without script over a tunnel: plain HTTP on loopback.
    const { page, close } = await openSignedIn({ javaScriptEnabled }, javaScriptEnabled ? ui : `${setting.tunnel}ui/`);
    await page.getByRole('heading', { name: 'Memory of this host' }).waitFor();
    await page.getByLabel('Name or UUID').fill('guest2');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('1 domain.').waitFor();
    assert.equal(await page.locator('tbody tr').count(), 1);
    await page.getByRole('link', { name: 'All domains' }).click();
    await page.getByRole('columnheader', { name: 'Domain' }).getByRole('link').click();
    assert.deepEqual(await page.locator('tbody bdi').allTextContents(), ['guest1', 'guest2']);

    await page.getByText('Pause: take no memory').click();
    await page.getByLabel('Why, for the log').fill('maintenance');
    await page.getByLabel('How long').fill('2h');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('#pause', { hasText: 'Paused by key:all@' }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('#pause', { hasText: 'None.' }).waitFor();

    await page.getByRole('link', { name: 'guest1' }).click();
    await page.getByRole('heading', { name: 'guest1' }).waitFor();
    await page.getByText('Change', { exact: true }).click();
    await page.getByLabel('Floor').fill('lots');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('floor is neither a size').waitFor();
    await page.getByRole('link', { name: 'Back' }).click();
    await page.getByText('Change', { exact: true }).click();
    await page.getByLabel('Floor').fill('2GiB');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Stored: floor 2GiB.').waitFor();
    await page.getByText('Change', { exact: true }).click();
    await page.getByRole('button', { name: 'Remove all of it' }).click();
    await page.getByText('Stored: nothing.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await close();
  });
}

test('the page renews itself without a reload, keeps what is open and typed, and can be stopped', async () => {
  const { page, close } = await openSignedIn({});
  await page.getByText('Pause: take no memory').click();
  await page.getByLabel('Why, for the log').fill('half a sen');
  await page.evaluate(() => { globalThis.sameDocument = true; });
  const other = await page.context().newPage();
  await other.goto(ui);
  await other.getByText('Pause: take no memory').click();
  await other.getByRole('button', { name: 'Pause' }).click();
  await other.locator('#pause', { hasText: 'Paused by' }).waitFor();

  await page.locator('#pause', { hasText: 'Paused by key:all@' }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
  assert.equal(await page.getByLabel('Why, for the log').inputValue(), 'half a sen');
  await page.getByRole('button', { name: 'Renew each 5 seconds' }).click();
  await other.getByRole('button', { name: 'Resume' }).click();
  await other.locator('#pause', { hasText: 'None.' }).waitFor();
  assert.equal(await page.locator('#pause', { hasText: 'Paused by key:all@' }).count(), 1);
  await page.getByRole('button', { name: 'Renew each 5 seconds' }).click();
  await page.locator('#pause', { hasText: 'None.' }).waitFor();
  await close();
});

test('a domain that is open is drawn, and leads back to itself after a sign-in', async () => {
  const { page, close } = await openSignedIn({}, `${ui}domains/${setting.uuid}`);
  await page.getByRole('heading', { name: 'guest1' }).waitFor();
  await page.getByRole('img', { name: /^Has 4096 MiB/ }).waitFor();
  await isAccessible(page, 'drawn');

  // Without its session it asks for the key again.
  await page.context().clearCookies();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page);
  await page.getByRole('heading', { name: 'guest1' }).waitFor();
  await close();
});

test('a keyboard is enough for an operator', async () => {
  const { page, close } = await openSignedIn({});
  await page.getByRole('heading', { name: 'Memory of this host' }).waitFor();
  const press = async (name, key = 'Enter') => {
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      // The table can be focused to be scrolled: its text is that of all domains.
      const focused = await page.evaluate(() => ({ text: !document.activeElement.matches('a, button, summary, input, select') ? '' : document.activeElement.textContent || document.activeElement.id, outline: getComputedStyle(document.activeElement).outlineStyle }));
      if (!focused.text.includes(name)) continue;
      assert.equal(focused.outline, 'solid', 'focus is seen');
      return page.keyboard.press(key);
    }

    return assert.fail(`no way to ${name} by keyboard`);
  };
  await press('Pause: take no memory');
  await press('for', 'x');
  await page.keyboard.press('Backspace');
  await press('Pause');
  await page.locator('#pause', { hasText: 'Paused by' }).waitFor();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await press('Resume');
  await page.locator('#pause', { hasText: 'None.' }).waitFor();
  await press('guest2');
  await page.getByRole('heading', { name: 'guest2' }).waitFor();
  await close();
});

test('pictures', { skip: !process.env.BALLOON_PAGES_PICTURES }, async () => {
  for (const [name, file, from, size] of [
    ['operator-host', join(setting.operatorStates, 'picture.operator-host.html'), ui, { width: 1280, height: 860 }],
    ['operator-domain', join(setting.operatorStates, 'picture.operator-domain.html'), `${ui}domains/${setting.uuid}`, { width: 1280, height: 1000 }],
    ['customer-page', join(setting.states, 'state.off_pending.en.html'), `${setting.usual}server/${setting.uuid}`, { width: 720, height: 900 }],
  ]) {
    const { page, close } = await open(browser, { viewport: size });
    const body = readFileSync(file, 'utf8');
    await page.route('**/*', (route) => (route.request().resourceType() === 'document' ? route.fulfill({ status: 200, headers, contentType: 'text/html; charset=utf-8', body }) : route.continue()));
    await page.goto(from);
    await page.screenshot({ path: join(process.env.BALLOON_PAGES_PICTURES, `${name}.png`) });
    await close();
  }
});
