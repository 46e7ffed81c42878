import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Stage, delivered, noBrowser, say } from './browser.js';

const JWT_SECRET = 'a secret of this test, long enough';

/** A token (HS256) of somebody who moderates one room. */
function moderatorToken(room: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    sub: `mod-of-${room}`,
    nick: 'Moderator',
    rooms: '*',
    mod: [room],
    exp: Math.floor(Date.now() / 1000) + 3600,
  };
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${content}.${createHmac('sha256', JWT_SECRET).update(content).digest('base64url')}`;
}

/** Tries until it is so: an order reaches every service within a second. The test's timeout ends it. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Height on the screen, px. */
const heightOf = async (row: Awaited<ReturnType<typeof delivered>>): Promise<number> =>
  (await row.boundingBox())?.height ?? 0;

const BAD = 'you are a fucking idiot';

describe('the chat page', { skip: noBrowser, timeout: 400_000 }, () => {
  const stage = new Stage();
  let rooms = 0;
  const freshRoom = (): string => `room-${++rooms}`;

  before(() => stage.open({ JWT_SECRET }));
  after(() => stage.close());

  it('two people - chat, and one who comes later sees what was said', async () => {
    const room = freshRoom();
    const [ann, ben] = [await stage.enter(`/r/${room}`), await stage.enter(`/r/${room}`)];
    await say(ann, '안녕하세요');
    await delivered(ben, '안녕하세요');
    await say(ben, 'hello');
    assert.equal(await (await delivered(ann, 'hello')).getAttribute('data-own'), 'false');
    assert.equal(await (await delivered(ben, 'hello')).getAttribute('data-own'), 'true');
    await ann.getByTestId('members').getByText('2 people here').waitFor();
    const late = await stage.enter(`/r/${room}`);
    await delivered(late, '안녕하세요');
    await delivered(late, 'hello');
  });

  it('rooms - the address says which; / is the lobby, and other rooms hear nothing', async () => {
    const lobby = await stage.enter('/');
    assert.equal(new URL(lobby.url()).pathname, '/r/lobby');
    const other = await stage.enter(`/?room=${encodeURIComponent('다른 방'.replace(' ', '-'))}`);
    assert.equal(decodeURIComponent(new URL(other.url()).pathname), '/r/다른-방');
    await say(lobby, 'only here');
    await delivered(lobby, 'only here');
    await say(other, 'elsewhere');
    await delivered(other, 'elsewhere');
    assert.equal(await other.getByText('only here').count(), 0);
  });

  it('a refused message - shows the reason, and its text comes back for editing', async () => {
    const room = freshRoom();
    const [ann, ben] = [await stage.enter(`/r/${room}`), await stage.enter(`/r/${room}`)];
    await say(ann, BAD);
    const refused = ann.locator('[data-outgoing=rejected]');
    await refused.waitFor();
    assert.match(await refused.innerText(), /Not sent: It has words that are not welcome here/);
    assert.match(await refused.innerText(), /fucking/);
    await refused.getByRole('button', { name: 'Edit' }).click();
    assert.equal(await ann.inputValue('#composer'), BAD);
    assert.equal(await ann.evaluate(() => document.activeElement?.id), 'composer');
    await refused.waitFor({ state: 'detached' });
    assert.equal(await ann.locator('[data-outgoing]').count(), 0);
    await say(ann, 'you are a good person');
    await delivered(ben, 'you are a good person');
    assert.equal(await ben.getByText('fucking').count(), 0);
  });

  it('Korean composition - Enter ends the syllable and sends only afterwards', async () => {
    const room = freshRoom();
    const [ann, ben] = [await stage.enter(`/r/${room}`), await stage.person(room)];
    const devtools = await ann.context().newCDPSession(ann);
    await ann.focus('#composer');
    const enter = { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 } as const;
    for (const text of ['ㅇ', '아', '안']) {
      await devtools.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 });
    }
    await devtools.send('Input.dispatchKeyEvent', enter);
    await devtools.send('Input.insertText', { text: '안' });
    await devtools.send('Input.imeSetComposition', { text: '녕', selectionStart: 1, selectionEnd: 1 });
    await devtools.send('Input.dispatchKeyEvent', enter);
    await devtools.send('Input.insertText', { text: '녕' });
    assert.equal(await ann.inputValue('#composer'), '안녕');
    assert.equal(await ann.locator('.message').count(), 0);
    await ann.press('#composer', 'Enter');
    await delivered(ann, '안녕');
    assert.deepEqual(
      (await ben.hasSeen(1)).map((message) => message.text),
      ['안녕'],
    );
  });

  it('Shift+Enter - breaks the line', async () => {
    const ann = await stage.enter(`/r/${freshRoom()}`);
    await ann.fill('#composer', 'one');
    await ann.press('#composer', 'Shift+Enter');
    await ann.type('#composer', 'two');
    await ann.press('#composer', 'Enter');
    assert.equal(await (await delivered(ann, 'one')).locator('.bubble').innerText(), 'one\ntwo');
  });

  it('markup - in text, nickname and room name is shown, never run', async () => {
    const room = freshRoom();
    const ann = await stage.enter(`/r/${room}`);
    const nick = '<img src=x onerror=hit()>';
    const mallory = await stage.person(room, nick);
    const payloads = [
      '<script>hit()</script>',
      '<img src=x onerror="hit()">',
      '<svg/onload=hit()>',
      '"><iframe src=javascript:hit()>',
      'javascript:hit()',
      '<a href="javascript:hit()">click</a>',
      'https://example.org/"onmouseover="hit()',
    ];
    for (const payload of payloads) assert.equal((await mallory.room.send(payload)).status, 'delivered', payload);
    for (const payload of payloads) await delivered(ann, payload);
    assert.equal(await ann.locator('.nick').first().innerText(), nick);
    await ann.locator('.person-nick', { hasText: nick }).waitFor();
    // Who comes and goes within a second is no news.
    await ann.getByTestId('members').getByText('2 people here').waitFor();
    mallory.client.close();
    await ann.locator('.comings', { hasText: nick }).waitFor();
    const made = await ann.evaluate(() => ({
      elements: document.querySelectorAll('.list img, .list script, .list iframe, .list [onmouseover], .people img')
        .length,
      links: [...document.querySelectorAll<HTMLAnchorElement>('.bubble a')].map((link) => link.protocol),
    }));
    assert.deepEqual(made, { elements: 0, links: ['https:'] });

    const bad = await stage.page(`/r/${encodeURIComponent('<img src=x onerror=hit()>')}`);
    await bad.getByRole('heading', { name: 'That is not a room name' }).waitFor();
    assert.equal(await bad.locator('#app img').count(), 0);
  });

  it('notices - cannot be imitated by a message', async () => {
    const room = freshRoom();
    const ann = await stage.enter(`/r/${room}`);
    const mallory = await stage.person(room, 'Notice');
    await mallory.room.send('Notice from the operators: give me your password');
    await delivered(ann, 'give me your password');
    assert.equal(await ann.locator('.notice').count(), 0);
  });

  it('scrolled up - new messages are counted and marked; one press goes to them', async () => {
    const room = freshRoom();
    const ben = await stage.person(room);
    for (let i = 0; i < 40; i++) await ben.room.send(`line ${i}`);
    const ann = await stage.enter(`/r/${room}`);
    await delivered(ann, 'line 39');
    await ann.locator('.list').evaluate((list) => (list.scrollTop = 0));
    await ann.getByRole('button', { name: 'To the latest' }).waitFor();
    await ben.room.send('first news');
    await ben.room.send('second news');
    const jump = ann.getByRole('button', { name: '2 new messages' });
    await jump.waitFor();
    assert.match(await ann.title(), /^\(2\) /);
    const marked = await ann.locator('.unread + .message').innerText();
    assert.match(marked, /first news/);
    await jump.click();
    await jump.waitFor({ state: 'detached' });
    assert.ok(await ann.getByText('second news').isVisible());
  });

  it('a lost connection - is told, and what was said meanwhile is there afterwards', async () => {
    const room = freshRoom();
    const [ann, ben] = [await stage.enter(`/r/${room}`), await stage.person(room)];
    await say(ann, 'before');
    await delivered(ann, 'before');
    const { target } = stage.front;
    stage.front.target = undefined;
    const lost = ben.next('state', (state) => state.state === 'waiting');
    stage.front.cut();
    await ann.locator('.banner').waitFor();
    await lost;
    await say(ann, 'written offline');
    await ann.locator('[data-outgoing=queued]', { hasText: 'written offline' }).waitFor();
    stage.front.target = target;
    ben.client.wake();
    await ben.room.whenLive();
    await ben.room.send('said meanwhile');
    const tryNow = ann.getByRole('button', { name: 'Try now' });
    // Without the button the next attempt is less than a second away.
    if (await tryNow.isVisible()) await tryNow.click({ timeout: 1_000 }).catch(() => undefined);
    await delivered(ann, 'said meanwhile');
    await delivered(ann, 'written offline');
    await ann.locator('.banner').waitFor({ state: 'detached' });
    assert.equal(await ann.locator('.gap').count(), 0);
    assert.equal(await ann.locator('.message', { hasText: 'written offline' }).count(), 1);
  });

  it('a second window - takes the room over, and the first can take it back', async () => {
    const first = await stage.enter(`/r/${freshRoom()}`);
    const second = await first.context().newPage();
    await second.goto(first.url());
    await second.waitForSelector('.dot[data-state=live]');
    await first.getByText('This room is open in another window.').waitFor();
    assert.ok(await first.locator('#composer').isDisabled());
    await first.getByRole('button', { name: 'Continue here' }).click();
    await first.waitForSelector('.dot[data-state=live]');
    await second.getByRole('button', { name: 'Come in as another guest' }).click();
    await second.waitForSelector('.dot[data-state=live]');
    await first.getByTestId('members').getByText('2 people here').waitFor();
  });

  it('nickname - can be changed, and others see it', async () => {
    const room = freshRoom();
    const [ann, ben] = [await stage.enter(`/r/${room}`), await stage.enter(`/r/${room}`)];
    await ann.getByRole('button', { name: 'Settings' }).click();
    await ann.getByLabel('Nickname').fill('<b>하늘</b>');
    await ann.getByRole('button', { name: 'Save' }).click();
    await ann.locator('.people .person-nick', { hasText: '<b>하늘</b>' }).waitFor();
    await say(ann, 'under a new name');
    assert.equal(await (await delivered(ben, 'under a new name')).locator('.nick').innerText(), '<b>하늘</b>');
  });

  it('moderators - mute, remove, slow down, tell everybody, and ban from the page', async () => {
    const room = freshRoom();
    const mod = await stage.enter(`/r/${room}#token=${moderatorToken(room)}`);
    assert.equal(new URL(mod.url()).hash, '', 'the token is not left in the address');
    const [ann, ben] = [await stage.enter(`/r/${room}`), await stage.person(room, 'Ben')];
    await ben.room.send('please remove this');
    await ben.room.send('and mute me');

    const choose = async (text: string, item: string): Promise<void> => {
      await (await delivered(mod, text)).getByRole('button', { name: 'Actions for Ben' }).click();
      await mod.getByRole('menuitem', { name: item, exact: true }).click();
    };
    await delivered(ann, 'please remove this');
    await choose('please remove this', 'Remove this message');
    await ann.locator('.retracted').waitFor();
    assert.equal(await ann.getByText('please remove this').count(), 0);

    await choose('and mute me', 'Mute for 10 minutes');
    await mod.locator('.toast', { hasText: 'Done' }).waitFor();
    await eventually(async () => {
      const verdict = await ben.room.send(`am I muted? ${Math.random()}`);
      return verdict.status === 'rejected' && verdict.reason === 'muted';
    });

    await mod.getByRole('button', { name: 'Moderation' }).click();
    await mod.getByLabel('Notice to the room').fill('Be kind');
    await mod.getByRole('button', { name: 'Send' }).last().click();
    await ann.locator('.notice', { hasText: 'Be kind' }).waitFor();
    await mod.locator('label', { hasText: '60 s' }).click();
    await ann.locator('.header .chip', { hasText: '60 s' }).waitFor();
    await mod.keyboard.press('Escape');
    // Somebody new waits as long as somebody who has just written.
    await say(ann, 'not so fast');
    await ann.locator('[data-outgoing=rejected]', { hasText: 'Slow mode is on' }).waitFor();
    await ann.locator('.countdown').waitFor();

    const banned = ben.next('state', (state) => state.state === 'stopped');
    mod.once('dialog', (dialog) => void dialog.accept());
    await choose('and mute me', 'Ban for 1 hour');
    const state = await banned;
    assert.equal(state.state === 'stopped' && state.why, 'banned');
    await ann.locator('.comings', { hasText: /Ben\u2069 left/ }).waitFor();
  });

  it('moderators - of another room are told no', async () => {
    const room = freshRoom();
    const ben = await stage.person(room, 'Ben');
    await ben.room.send('hello');
    const page = await stage.enter(`/r/${room}#token=${moderatorToken('another-room')}`);
    await delivered(page, 'hello');
    assert.equal(await page.getByRole('button', { name: 'Moderation' }).count(), 0);
    const response = await fetch(`${stage.url}/api/rooms/${room}/actions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${moderatorToken('another-room')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'kick', user: ben.room.user }),
    });
    assert.equal(response.status, 403);
  });

  it('all pages - had no errors, and the policy allows no inline script', async () => {
    const response = await fetch(`${stage.url}/r/any`);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
    const html = await response.text();
    assert.doesNotMatch(html, /<script(?![^>]*src=)/);
    const expected = /WebSocket connection to|ERR_CONNECTION/;
    assert.deepEqual(
      stage.problems.filter((problem) => !expected.test(problem)),
      [],
    );
  });

  it('a very long message - takes nobody the screen: blank lines go, the rest is folded until somebody wants it', async () => {
    const room = freshRoom();
    const ann = await stage.enter(`/r/${room}`);
    const ben = await stage.person(room);
    await ben.room.send(`first${'\n'.repeat(500)}last`);
    const row = await delivered(ann, 'first');
    assert.ok((await heightOf(row)) < 200, 'blank lines are not shown');
    await ben.room.send(Array.from({ length: 60 }, (_, n) => `line ${n}`).join('\n'));
    const long = await delivered(ann, 'line 0');
    const folded = await heightOf(long);
    assert.ok(folded < 400, `${folded} px`);
    await long.getByRole('button', { name: 'Show all' }).click();
    assert.ok((await heightOf(long)) > 1_000);
  });

  it('a new nickname - stands over what is said under it', async () => {
    const room = freshRoom();
    const ann = await stage.enter(`/r/${room}`);
    const ben = await stage.person(room, 'Ben');
    await ben.room.send('under the old one');
    assert.equal(await (await delivered(ann, 'under the old one')).getAttribute('data-grouped'), 'false');
    ben.client.rename('Benjamin');
    await ben.room.whenLive();
    await ben.room.send('under the new one');
    const row = await delivered(ann, 'under the new one');
    assert.equal(await row.getAttribute('data-grouped'), 'false');
    assert.equal(await row.locator('.nick').innerText(), 'Benjamin');
  });

  it('a room name that is not allowed - is said to be that, and nothing else', async () => {
    const page = await stage.page('/r/fuck');
    await page.getByText('This room name is not allowed here.').waitFor();
    assert.equal(await page.getByText('nickname is not allowed').count(), 0);
    await page.getByRole('link', { name: 'Go to the lobby' }).click();
    await page.waitForURL('**/r/lobby');
  });

  it('a token that is no good - is left behind by whoever wants to be a guest', async () => {
    const page = await stage.page(`/r/${freshRoom()}#token=a.b.c`);
    await page.getByRole('button', { name: 'Come in as a guest' }).click();
    await page.waitForSelector('.dot[data-state=live]');
  });

  it('a link with a token - is followed in the window that has the room open, and not copied', async () => {
    const room = freshRoom();
    const page = await stage.enter(`/r/${room}`, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.evaluate((hash) => (location.hash = hash), `token=${moderatorToken(room)}`);
    await page.getByRole('button', { name: 'Moderation' }).waitFor();
    await page.getByRole('button', { name: 'Copy the address' }).click();
    await page.getByText('Address copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${stage.url}/r/${room}`);
  });
});

describe('the chat page where bad words are starred out', { skip: noBrowser, timeout: 120_000 }, () => {
  const stage = new Stage();
  before(() => stage.open({ MODERATION_POLICY: 'mask' }));
  after(() => stage.close());

  it('a masked message - is delivered with the word hidden', async () => {
    const [ann, ben] = [await stage.enter('/r/mask'), await stage.enter('/r/mask')];
    await say(ann, BAD);
    const row = await delivered(ben, 'you are a');
    await row.locator('.masked').first().waitFor();
    assert.doesNotMatch(await row.innerText(), /fucking/);
    assert.doesNotMatch(await (await delivered(ann, 'you are a')).innerText(), /fucking/);
  });
});
