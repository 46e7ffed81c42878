import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hashLetters, hashText } from './hash.js';

describe('hash', () => {
  it('texts one after the other - are not what their units say in a row', () => {
    const both = (a: string, b: string) => hashText(b, hashText(a));
    assert.equal(both('ab', 'c'), both('ab', 'c'));
    assert.notEqual(both('ab', 'c'), both('a', 'bc'));
    assert.notEqual(both('', 'abc'), both('abc', ''));
    assert.notEqual(hashText('ab'), hashText('ba'));
  });

  it('letters - as if the text had been lowered and its white space taken out', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(' ', '\n', '\u00a0', '\u3000', '\ufeff', 'a', 'A', 'É', '가') }),
        (a, b) => {
          const bare = (text: string) => text.toLowerCase().replace(/\s+/gu, '');
          assert.equal(hashLetters(a + b, 0), hashLetters(bare(a + b), 0));
          const { length } = bare(a + b);
          assert.notEqual(hashLetters(a + b, length), undefined);
          assert.equal(hashLetters(a + b, length + 1), undefined);
        },
      ),
    );
  });

  it('letters - white space is what a regular expression takes for it', () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      const text = String.fromCharCode(unit);
      assert.equal(hashLetters(text, 1) === undefined, /\s/.test(text), unit.toString(16));
    }
  });
});
