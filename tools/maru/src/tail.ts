import WebSocket from 'ws';
import { createClient } from '@maru/client';
import type { Io } from './cli.js';

/** Prints a room's messages and notices as they come, until interrupted or stopped by the server. */
export async function tail(url: string, room: string, token: string | undefined, io: Io): Promise<number> {
  const client = createClient({ url, WebSocket, ...(token === undefined ? {} : { token }) });
  const joined = client.join(room);
  const time = (ts: number) => new Date(ts).toISOString().slice(11, 19);
  joined.on('message', ({ ts, nick, user, text, uid }) => io.out(`${time(ts)}  ${nick} (${user})  ${text}  [${uid}]`));
  joined.on('retract', ({ uid }) => io.out(`retracted  [${uid}]`));
  joined.on('notice', ({ ts, level, text }) => io.out(`${time(ts)}  ${level.toUpperCase()}  ${text}`));
  return new Promise((resolve) => {
    joined.on('state', (state) => {
      if (state.state === 'live') io.error(`in ${room}`);
      else if (state.state === 'stopped') {
        io.error(`stopped: ${state.why}`);
        resolve(state.why === 'left' ? 0 : 1);
      }
    });
    process.once('SIGINT', () => joined.leave());
  });
}
