import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanNick, codePoints, decodeRoom } from './text.js';

test('codePoints - counts astral characters once and lone surrogates as one each', () => {
  assert.equal(codePoints(''), 0);
  assert.equal(codePoints('안녕'), 2);
  assert.equal(codePoints('🎉🎉'), 2);
  assert.equal(codePoints('\ud83c'), 1);
  assert.equal(codePoints('\udf89\ud83c'), 2);
  assert.equal(codePoints('\ud83c\ud83c\udf89'), 2);
});

test('codePoints - agrees with the string iterator', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      assert.equal(codePoints(text), [...text].length);
    }),
  );
});

const ROOMS: [segment: string, room: string | undefined][] = [
  ['lobby', 'lobby'],
  ['a', 'a'],
  ['A-b_c.d:e~f', 'A-b_c.d:e~f'],
  ['%EC%BD%98%EC%84%9C%ED%8A%B8-2025', '콘서트-2025'],
  ['콘서트', '콘서트'],
  ['%6cobby', 'lobby'],
  ['%E3%83%A9%E3%82%A4%E3%83%96', 'ライブ'],
  // Decomposed, as macOS file names are: the same room as its composed name.
  [encodeURIComponent('한글'.normalize('NFD')), '한글'],
  [encodeURIComponent('é'.normalize('NFD')), 'é'],
  // A letter with a mark that has no composed form.
  [encodeURIComponent('q\u0323'), 'q\u0323'],
  [encodeURIComponent('٣'), '٣'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['x'.repeat(65), undefined],
  [encodeURIComponent('𠮷'.repeat(64)), '𠮷'.repeat(64)],
  [encodeURIComponent('𠮷'.repeat(65)), undefined],
  // 65 code points before NFC, 64 after it.
  [encodeURIComponent('e\u0301' + 'x'.repeat(63)), 'é' + 'x'.repeat(63)],
  ['', undefined],
  ['a%20b', undefined],
  ['a+b', undefined],
  ['a%2Fb', undefined],
  ['a/b', undefined],
  ['a%00', undefined],
  ['a%0A', undefined],
  ['a%E2%80%8Bb', undefined],
  ['%F0%9F%8E%89', undefined],
  ['a*b', undefined],
  ['a%23', undefined],
  ['%E2%85%A7', undefined],
  ['%C2%BD', undefined],
  ['%', undefined],
  ['%zz', undefined],
  ['%EC%BD', undefined],
  ['%ff', undefined],
  ['%C0%AF', undefined],
  ['%ED%A0%BC%ED%BE%89', undefined],
];

test('decodeRoom - takes what the rule allows, in NFC, and nothing else', () => {
  for (const [segment, room] of ROOMS) assert.equal(decodeRoom(segment), room, segment);
});

test('decodeRoom - never throws, and what it returns survives another round', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('%', 'E', 'C', '9', 'D', '0', 'a', '가', '\u0301', '\ud83c', '~') }),
    fc.string({ unit: 'grapheme', maxLength: 70 }).map(encodeURIComponent),
  );
  fc.assert(
    fc.property(wild, (segment) => {
      const room = decodeRoom(segment);
      if (room === undefined) return;
      assert.equal(room, room.normalize('NFC'));
      assert.ok(room.length > 0 && codePoints(room) <= 64);
      assert.equal(decodeRoom(encodeURIComponent(room)), room);
    }),
  );
});

const NICKS: [wish: string, nick: string | undefined][] = [
  ['Mina', 'Mina'],
  ['  용감한   수달\t42 ', '용감한 수달42'],
  ['용감한\u3000수달', '용감한 수달'],
  ['한글'.normalize('NFD'), '한글'],
  ['a\u202egnp.exe', 'agnp.exe'],
  ['ad\u200bmin', 'admin'],
  ['e\u200d\u0301', 'é'],
  ['a\u0000\u0007\u007fb', 'ab'],
  ['a\u2028b', 'ab'],
  ['\ud83c', undefined],
  ['🦦'.repeat(32), '🦦'.repeat(32)],
  ['🦦'.repeat(33), undefined],
  ['x'.repeat(32), 'x'.repeat(32)],
  ['x'.repeat(33), undefined],
  ['   ', undefined],
  ['', undefined],
  ['\u200b\u200d', undefined],
  // Hangul fillers and the blank Braille pattern look like nothing.
  ['\u3164', undefined],
  ['\u115f\u1160\uffa0\u2800', undefined],
  ['\u3164수달\u3164', '수달'],
];

test('cleanNick - removes what is not seen, and refuses what is empty or too long then', () => {
  for (const [wish, nick] of NICKS) assert.equal(cleanNick(wish), nick, JSON.stringify(wish));
});

test('cleanNick - what it returns is clean', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (wish) => {
      const nick = cleanNick(wish);
      if (nick === undefined) return;
      assert.equal(cleanNick(nick), nick);
      assert.ok(codePoints(nick) <= 32 && nick.isWellFormed() && !/[\p{C}\n]/u.test(nick));
    }),
  );
});
