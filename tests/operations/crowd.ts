import WebSocket from 'ws';

const SEND_INTERVAL_MS = 250;
const RECONNECT_MS = 500;

type Member = { socket: WebSocket; timer: NodeJS.Timeout | undefined };

/**
 * Clients that chat until they are stopped: ordinary messages, words that are refused, repeats of an id, typing, pings,
 * nonsense, and now and then a reconnect that resumes. They come back when they are closed.
 */
export class Crowd {
  readonly #members = new Set<Member>();
  readonly #random: () => number;
  #running = true;
  #counter = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  join(port: number, room: string, resume = ''): void {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/${room}${resume === '' ? '' : `?resume=${resume}`}`);
    const member: Member = { socket, timer: undefined };
    let epoch = '';
    let seq = 0;
    this.#members.add(member);
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString('utf8')) as { type: string; epoch?: string; seq?: number };
      if (frame.epoch !== undefined) epoch = frame.epoch;
      if (frame.seq !== undefined) seq = frame.seq;
      if (frame.type === 'joined') member.timer = setInterval(() => this.#act(socket), SEND_INTERVAL_MS);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(member.timer);
      this.#members.delete(member);
      if (this.#running)
        setTimeout(() => this.#running && this.join(port, room, epoch === '' ? '' : `${epoch}:${seq}`), RECONNECT_MS);
    });
  }

  stop(): void {
    this.#running = false;
    for (const { socket } of this.#members) socket.terminate();
  }

  #act(socket: WebSocket): void {
    const id = ++this.#counter;
    const chance = this.#random();
    if (chance < 0.02) return socket.close();
    if (chance < 0.04) return socket.send('nonsense');
    if (chance < 0.1) return socket.send('{"type":"typing"}');
    if (chance < 0.15) return socket.send('{"type":"ping"}');
    if (chance < 0.2) this.#send(socket, String(id), 'fuck you');
    else this.#send(socket, String(id), `message ${id} of the crowd`);
    if (chance > 0.95) this.#send(socket, String(id), `message ${id} of the crowd`);
  }

  #send(socket: WebSocket, id: string, text: string): void {
    socket.send(JSON.stringify({ type: 'send', id, text }));
  }
}

/** Opens a connection and waits for `joined`. */
export async function member(port: number, room: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/${room}`);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('message', () => resolve());
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
  });
  return socket;
}

/** Asks for a room that cannot be, and waits for the refusal. */
export async function refusedUpgrade(port: number): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/no%20room`);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  await closed;
}

const WORDS = [
  'river',
  'stone',
  'cloud',
  'apple',
  'green',
  'seven',
  'paper',
  'light',
  'north',
  'table',
  'garden',
  'window',
];

/** Text of harmless words in random order, `length` characters long. */
export function words(length: number): string {
  let text = '';
  while (text.length < length) text += `${WORDS[Math.floor(Math.random() * WORDS.length)]} `;
  return text.slice(0, length);
}
