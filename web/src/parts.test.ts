import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sends } from './compose.js';
import { en } from './i18n/en.js';
import { pickLanguage, reasonText } from './i18n/index.js';
import { ko } from './i18n/ko.js';
import { moderate } from './moderation.js';
import { TONES, initialOf, toneOf } from './people.js';
import { FOLD_CHARACTERS, FOLD_LINES, isLong, partsOf, tidied } from './rich-text.js';

describe('text of a message', () => {
  const shape = (text: string, masked = false): string[] =>
    partsOf(text, masked).map((part) => `${part.kind}:${part.text}`);

  it('links - are http and https only, without the end of the sentence', () => {
    assert.deepEqual(shape('see https://a.test/x?y=1. And http://b.test!'), [
      'text:see ',
      'link:https://a.test/x?y=1',
      'text:. And ',
      'link:http://b.test',
      'text:!',
    ]);
    for (const text of ['javascript:x()', 'data:text/html,x', 'https://', 'ftp://a.test']) {
      assert.deepEqual(shape(text), [`text:${text}`]);
    }
    assert.deepEqual(shape('https://a.test/"onclick="x'), ['link:https://a.test/', 'text:"onclick="x']);
  });

  it('masked words - are marked where the server masked, not where somebody typed stars', () => {
    assert.deepEqual(shape('oh **** no', true), ['text:oh ', 'masked:****', 'text: no']);
    assert.deepEqual(shape('oh **** no'), ['text:oh **** no']);
  });

  it('blank lines and turned letters - take nobody the screen, or the sense', () => {
    assert.equal(tidied(`a${'\n'.repeat(1_900)}b`), 'a\n\nb');
    assert.equal(tidied('a\n \n\t\nb\n\nc\nd'), 'a\n\nb\n\nc\nd');
    assert.equal(tidied('see \u202egpj.exe'), 'see gpj.exe');
    assert.equal(isLong('a\n'.repeat(FOLD_LINES)), true);
    assert.equal(isLong('a'.repeat(FOLD_CHARACTERS)), false);
  });

  it('parts - together are the whole text', () => {
    const text = 'a https://b.test, *** c https://d.test/*** e';
    assert.equal(
      partsOf(text, true)
        .map((part) => part.text)
        .join(''),
      text,
    );
  });
});

describe('Enter', () => {
  const key = { key: 'Enter', keyCode: 13, isComposing: false, shiftKey: false };
  it('sends - but not with Shift, nor while a syllable is composed', () => {
    assert.equal(sends(key), true);
    assert.equal(sends({ ...key, shiftKey: true }), false);
    assert.equal(sends({ ...key, isComposing: true }), false);
    assert.equal(sends({ ...key, keyCode: 229 }), false);
    assert.equal(sends({ ...key, key: 'a', keyCode: 65 }), false);
  });
});

describe('people', () => {
  it('initial - is what people see as the first letter', () => {
    assert.deepEqual(['하늘', 'ann', '👩‍🚀 space', '  '].map(initialOf), ['하', 'A', '👩‍🚀', '?']);
  });
  it('tone - is stable and within the palette', () => {
    assert.equal(toneOf('anon:abc'), toneOf('anon:abc'));
    const tones = new Set(Array.from({ length: 200 }, (_, index) => toneOf(`user-${index}`)));
    assert.deepEqual(
      [...tones].sort((a, b) => a - b),
      Array.from({ length: TONES }, (_, index) => index),
    );
  });
});

describe('languages', () => {
  it('pick - takes the first that there is', () => {
    assert.equal(pickLanguage(['fr-FR', 'ko-KR', 'en']), 'ko');
    assert.equal(pickLanguage(['en-GB', 'ko']), 'en');
    assert.equal(pickLanguage(['fr']), 'en');
  });
  it('reasons - every known one has a text in both, others show their code', () => {
    assert.deepEqual(Object.keys(ko.reasons).sort(), Object.keys(en.reasons).sort());
    assert.match(reasonText(en, 'constructor'), /constructor/);
    assert.match(reasonText(ko, 'new_reason'), /new_reason/);
  });
});

describe('moderators’ actions', () => {
  const answer = (response: Response | Error): { calls: [string, RequestInit][]; fetch: typeof fetch } => {
    const calls: [string, RequestInit][] = [];
    const run = async (url: string, init: RequestInit): Promise<Response> => {
      calls.push([url, init]);
      if (response instanceof Error) throw response;
      return response;
    };
    return { calls, fetch: run as typeof fetch };
  };

  it('request - goes to the room with the token', async () => {
    const { calls, fetch } = answer(new Response(null, { status: 204 }));
    assert.deepEqual(await moderate('마루', 'tok', { action: 'ban', user: 'u', seconds: 60 }, fetch), { ok: true });
    const [[url, init] = []] = calls;
    assert.equal(url, '/api/rooms/%EB%A7%88%EB%A3%A8/actions');
    assert.equal(init?.method, 'POST');
    assert.equal((init?.headers as Record<string, string>)['authorization'], 'Bearer tok');
    assert.deepEqual(JSON.parse(init?.body as string), { action: 'ban', user: 'u', seconds: 60 });
  });

  it('refusal - gives the words of the server, or the status', async () => {
    const refused = Response.json({ code: 'not_allowed', message: 'Not your room.' }, { status: 403 });
    const lock = { action: 'lock' } as const;
    assert.deepEqual(await moderate('a', 't', lock, answer(refused).fetch), { ok: false, message: 'Not your room.' });
    const plain = new Response('gone', { status: 502 });
    assert.deepEqual(await moderate('a', 't', lock, answer(plain).fetch), { ok: false, message: 'HTTP 502' });
    const lost = await moderate('a', 't', lock, answer(new Error('offline')).fetch);
    assert.deepEqual(lost, { ok: false, message: undefined });
  });
});
