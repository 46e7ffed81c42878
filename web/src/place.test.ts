import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_ROOM, moderates, pathOf, roomOf, tokenOf } from './place.js';

const room = (address: string): string | undefined => roomOf(new URL(address, 'http://chat.test'));
const token = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

describe('the address of a room', () => {
  it('room - comes from the path or the query, else it is the lobby', () => {
    assert.equal(room('/r/%EB%A7%88%EB%A3%A8'), '마루');
    assert.equal(room('/r/a:b~c/'), 'a:b~c');
    assert.equal(room('/?room=%EB%A7%88%EB%A3%A8'), '마루');
    assert.equal(room('/'), DEFAULT_ROOM);
    assert.equal(room('/r/'), DEFAULT_ROOM);
  });

  it('room - that is not allowed is none', () => {
    for (const address of ['/r/two%20words', '/r/%3Cimg%3E', '/r/%FF', '/r/a/b', '/?room=', `/r/${'x'.repeat(65)}`]) {
      assert.equal(room(address), undefined, address);
    }
  });

  it('path - leads back to the room', () => {
    for (const name of ['마루', 'a:b~c', 'x.y-z_1']) assert.equal(room(pathOf(name)), name);
  });

  it('token - comes from the fragment only', () => {
    assert.equal(tokenOf(new URL('http://chat.test/r/a#token=x.y.z')), 'x.y.z');
    assert.equal(tokenOf(new URL('http://chat.test/r/a?token=x.y.z')), undefined);
  });

  it('moderates - as the mod claim says, and never for what is no token', () => {
    assert.equal(moderates(token({ mod: '*' }), 'a'), true);
    assert.equal(moderates(token({ mod: ['마루'] }), '마루'), true);
    assert.equal(moderates(token({ mod: ['b'] }), 'a'), false);
    assert.equal(moderates(token({ sub: 'u' }), 'a'), false);
    for (const wrong of [undefined, '', 'x', 'a.b.c', 'a.!!.c']) assert.equal(moderates(wrong, 'a'), false);
  });
});
