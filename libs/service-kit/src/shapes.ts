import { setFlagsFromString } from 'node:v8';
import { runInNewContext, runInThisContext } from 'node:vm';
import { turn } from './rehearsal.js';

// For tests of rehearsals: V8's own view of objects, which Node does not offer otherwise.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
setFlagsFromString('--allow-natives-syntax');

/** True when V8 takes both for objects of one kind, so that code compiled for one is good for the other. */
export const haveSameShape = runInThisContext('(a, b) => %HaveSameMap(a, b)') as (a: object, b: object) => boolean;

/** As after a quiet while: what nobody holds is gone, also what V8 itself holds weakly. */
export async function collectGarbage(): Promise<void> {
  for (let n = 0; n < 4; n++) {
    collect();
    await turn();
  }
}
