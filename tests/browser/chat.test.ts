import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Stage, delivered, noBrowser, say } from './browser.js';

const BAD = 'you are a fucking idiot';

describe('the chat page', { skip: noBrowser, timeout: 120_000 }, () => {
  const stage = new Stage();
  let rooms = 0;
  const freshRoom = (): string => `room-${++rooms}`;

  before(() => stage.open());
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
    await ann.locator('.comings', { hasText: nick }).first().waitFor();
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

  it('moderators - see the tools, which ask the server', async () => {
    const room = freshRoom();
    const ben = await stage.person(room, 'Ben');
    await ben.room.send('hello moderator');
    const claims = Buffer.from(JSON.stringify({ sub: 'mod', mod: [room] })).toString('base64url');
    const page = await stage.page('/r/unused');
    const asked: unknown[] = [];
    await page.route('**/api/rooms/**', async (route) => {
      const request = route.request();
      asked.push([new URL(request.url()).pathname, request.headers()['authorization'], request.postDataJSON()]);
      await route.fulfill({ status: 204 });
    });
    const token = `e30.${claims}.x`;
    // The socket goes without the token, which this server would have to trust; the tools need only the page to have it.
    await page.addInitScript(() => {
      const Native = WebSocket;
      window.WebSocket = class extends Native {
        constructor(url: string | URL, protocols?: string | string[]) {
          const address = new URL(url);
          address.searchParams.delete('token');
          super(address, protocols);
        }
      };
    });
    await page.goto(`${stage.url}/r/${room}#token=${token}`);
    await page.reload();
    await (await delivered(page, 'hello moderator')).getByRole('button', { name: 'Actions for Ben' }).click();
    await page.getByRole('menuitem', { name: 'Mute for 10 minutes' }).click();
    await page.getByText('Done').waitFor();
    const path = `/api/rooms/${room}/actions`;
    assert.deepEqual(asked, [[path, `Bearer ${token}`, { action: 'mute', user: ben.room.user, seconds: 600 }]]);
    assert.equal(new URL(page.url()).hash, '');
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
});

describe('the chat page where bad words are starred out', { skip: noBrowser, timeout: 60_000 }, () => {
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
