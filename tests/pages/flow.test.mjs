// The way of a customer: opened by a panel of another site, off, undo, restart, force; with script and without, in a frame, and by keyboard.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { isAccessible, launch, link, open, panel, setting } from './browser.mjs';

let browser;

before(async () => { browser = await launch(); });
after(() => browser.close());

async function turnOffAndRestart(page) {
  await page.getByRole('button', { name: 'Ballooning' }).click();
  await page.getByRole('heading', { name: 'Ballooning is on.' }).waitFor();
  assert.equal(new URL(page.url()).pathname, `/server/${setting.uuid}`);

  await page.getByRole('link', { name: 'Turn ballooning off' }).click();
  await page.getByText('We strongly recommend').waitFor();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Ballooning is on.' }).waitFor();

  await page.getByRole('link', { name: 'Turn ballooning off' }).click();
  await page.getByRole('button', { name: 'Turn off, restart later' }).click();
  await page.getByRole('heading', { name: 'Off – restart pending.' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'Ballooning is on.' }).waitFor();

  await page.getByRole('link', { name: 'Turn ballooning off' }).click();
  await page.getByRole('button', { name: 'Turn off and restart now' }).click();
  await page.getByText('Restarted at').waitFor();
}

for (const [what, javaScriptEnabled] of [['script', true], ['noScript', false]]) {
  test(`a customer turns ballooning off and restarts, ${what}`, async () => {
    const site = await panel(0, setting[what]);
    const { page, close } = await open(browser, { javaScriptEnabled });
    await page.goto(site.address);
    await turnOffAndRestart(page);
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'The page is closed.' }).waitFor();
    site.close();
    await close();
  });

  test(`in a frame of the panel, ${what}`, async () => {
    const site = await panel(setting.panelPort, setting.framed);
    const { page, close } = await open(browser, { javaScriptEnabled });
    await page.goto(`${site.address}/frame`);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('link', { name: 'Turn ballooning off' }).click();
    await frame.getByRole('button', { name: 'Turn off, restart later' }).click();
    await frame.getByRole('button', { name: 'Undo' }).click();
    await frame.getByRole('heading', { name: 'Ballooning is on.' }).waitFor();
    site.close();
    await close();
  });
}

test('no other site shows it in a frame', async () => {
  const site = await panel(0, setting.framed);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${site.address}/frame`);
  await page.waitForFunction(() => document.querySelector('iframe'));
  assert.equal(await page.frameLocator('iframe').getByRole('heading', { name: 'Ballooning is on.' }).count(), 0);
  assert.ok(page.frames()[1].url().startsWith('chrome-error:'), page.frames()[1].url());
  site.close();
  await context.close();
});

test('a guest that ignores it is told of, and forced with a confirmation only', async () => {
  const { page, close } = await open(browser);
  await page.goto(`${setting.deaf}open?token=${link()}`);
  await page.getByRole('link', { name: 'Turn ballooning off' }).click();
  await page.getByRole('button', { name: 'Turn off and restart now' }).click();
  await page.getByText('Shutting down').waitFor();
  await isAccessible(page, 'shutting down');

  // No reload: the script asks. The deadline is three seconds.
  await page.evaluate(() => { globalThis.sameDocument = true; });
  await page.getByText('Your server did not react').waitFor();
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true);

  await page.getByRole('link', { name: 'Force restart' }).click();
  await page.getByRole('button', { name: 'Force restart' }).click();
  assert.ok(page.url().endsWith('/force'), 'the browser asks for the confirmation first');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Force restart' }).click();
  await page.getByText('Restarted at').waitFor();
  await close();
});

test('a keyboard is enough', async () => {
  const { page, close } = await open(browser);
  await page.goto(`${setting.usual}open?token=${link()}`);
  const press = async (name) => {
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => ({ text: document.activeElement.textContent, outline: getComputedStyle(document.activeElement).outlineStyle }));
      if (!focused.text.includes(name)) continue;
      assert.equal(focused.outline, 'solid', 'focus is seen');
      return page.keyboard.press('Enter');
    }

    return assert.fail(`no way to ${name} by keyboard`);
  };
  await press('Turn ballooning off');
  await page.getByText('We strongly recommend').waitFor();
  await press('Turn off, restart later');
  await page.getByRole('heading', { name: 'Off – restart pending.' }).waitFor();
  await press('Undo');
  await page.getByRole('heading', { name: 'Ballooning is on.' }).waitFor();
  await close();
});

test('a page without its session asks to be opened again, in the language of the browser', async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${setting.usual}server/${setting.uuid}`);
  await page.getByRole('heading', { name: 'Bitte öffne die Seite erneut.' }).waitFor();
  await isAccessible(page, 'session over');
  await context.close();
});
