import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { Stage, delivered, noBrowser, say } from './browser.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const BAD = 'you are a fucking idiot';
const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true } as const;

/** Findings that keep somebody from using the page. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

describe('the chat page for everybody', { skip: noBrowser, timeout: 120_000 }, () => {
  const stage = new Stage();
  let rooms = 0;
  const freshRoom = (): string => `room-${++rooms}`;

  before(() => stage.open());
  after(() => stage.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [locale, settings] of [
      ['en-US', 'Settings'],
      ['ko-KR', '설정'],
    ] as const) {
      it(`axe - finds nothing, ${colorScheme}, ${locale}`, async () => {
        const room = freshRoom();
        const ben = await stage.person(room, 'Ben');
        const ann = await stage.enter(`/r/${room}`, { colorScheme, locale });
        assert.deepEqual(await findings(ann), [], 'an empty room');
        await ben.room.send('hello, see https://example.org/');
        await say(ann, 'hi');
        await delivered(ann, 'hi');
        await say(ann, BAD);
        await ann.locator('[data-outgoing=rejected]').waitFor();
        assert.deepEqual(await findings(ann), [], 'a room with messages');
        await ann.getByRole('button', { name: settings }).click();
        await ann.locator('dialog').waitFor();
        assert.deepEqual(await findings(ann), [], 'the settings');
      });
    }
  }

  it('phone - everything fits, and people are a press away', async () => {
    const room = freshRoom();
    const ann = await stage.enter(`/r/${room}`, { ...PHONE, locale: 'ko-KR' });
    const ben = await stage.person(room, 'a nickname of exactly 32 letters');
    await ben.room.send(
      `a word that does not break: ${'가나다라마바사'.repeat(20)} https://example.org/${'a'.repeat(120)}`,
    );
    await delivered(ann, 'a word that does not break');
    const size = await ann.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      list: document.querySelector('.list')?.scrollWidth ?? 0,
      listShown: document.querySelector('.list')?.clientWidth ?? 0,
      composerEnd: document.querySelector('.composer')?.getBoundingClientRect().bottom ?? Infinity,
    }));
    assert.ok(size.page <= PHONE.viewport.width, `the page is ${size.page} px wide`);
    assert.ok(size.list <= size.listShown, 'the list does not scroll sideways');
    assert.ok(size.composerEnd <= PHONE.viewport.height, 'the message field is on the screen');
    assert.equal(await ann.locator('.people').isVisible(), false);
    await ann.getByRole('button', { name: '참여자 보기' }).tap();
    await ann.locator('.people').getByText('a nickname of exactly 32 letters').waitFor();
    assert.deepEqual(await findings(ann), []);
    await ann.locator('.people').getByRole('button', { name: '닫기' }).tap();
    assert.equal(await ann.locator('.people').isVisible(), false);
  });

  it('keyboard - reaches the field, the messages and the dialogs, and comes back', async () => {
    const room = freshRoom();
    const ben = await stage.person(room, 'Ben');
    await ben.room.send('one');
    await ben.room.send('two');
    const ann = await stage.enter(`/r/${room}`);
    await delivered(ann, 'two');
    assert.equal(await ann.evaluate(() => document.activeElement?.id), 'composer', 'one can write at once');
    await ann.focus('.skip');
    await ann.keyboard.press('Enter');
    assert.equal(await ann.evaluate(() => document.activeElement?.id), 'composer');
    await ann.focus('.list');
    await ann.keyboard.press('ArrowUp');
    await ann.keyboard.press('ArrowUp');
    assert.match(await ann.evaluate(() => document.activeElement?.textContent ?? ''), /one/);
    await ann.focus('[aria-label=Settings]');
    await ann.keyboard.press('Enter');
    await ann.locator('dialog').waitFor();
    await ann.keyboard.press('Escape');
    await ann.locator('dialog').waitFor({ state: 'detached' });
    assert.equal(await ann.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Settings');
  });

  it('language and appearance - follow the browser until somebody chooses, and the choice stays', async () => {
    const ann = await stage.enter(`/r/${freshRoom()}`, { locale: 'ko-KR', colorScheme: 'light' });
    assert.equal(await ann.evaluate(() => document.documentElement.lang), 'ko');
    await ann.getByRole('button', { name: '설정' }).click();
    await ann.locator('label', { hasText: 'English' }).click();
    await ann.locator('label', { hasText: 'Dark' }).click();
    await ann.reload();
    await ann.waitForSelector('.dot[data-state=live]');
    assert.equal(await ann.evaluate(() => document.documentElement.lang), 'en');
    assert.equal(await ann.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
    await ann.getByRole('button', { name: 'Settings' }).waitFor();
  });

  it('a busy room - keeps a limited list, with the newest in view', async () => {
    const room = freshRoom();
    const ann = await stage.enter(`/r/${room}`);
    const ben = await stage.person(room);
    for (let batch = 0; batch < 10; batch++) {
      await Promise.all(Array.from({ length: 60 }, (_, i) => ben.room.send(`message ${batch}-${i} of a busy minute`)));
    }
    await delivered(ann, 'message 9-59');
    const { rows, fromEnd } = await ann.locator('.list').evaluate((list) => ({
      rows: list.querySelectorAll('.message').length,
      fromEnd: list.scrollHeight - list.scrollTop - list.clientHeight,
    }));
    assert.ok(rows <= 400, `${rows} rows`);
    assert.ok(fromEnd < 48, `${fromEnd} px from the end`);
  });
});
