import { createClient, memoryStorage } from '@maru/client';
import type { ChatMessage, Client, ClientOptions, Room, RoomEvents } from '@maru/client';
import { WebSocket } from 'ws';

/** One person with a client: everything their room said is kept, and their network can be cut. */
export class PersonInRoom {
  readonly client: Client;
  readonly room: Room;
  readonly messages: ChatMessage[] = [];
  readonly #sockets = new Set<WebSocket>();

  constructor(url: string, room: string, options: Partial<ClientOptions> = {}) {
    const sockets = this.#sockets;
    class Cuttable extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        sockets.add(this);
        this.on('close', () => sockets.delete(this));
      }
    }
    this.client = createClient({
      url,
      storage: memoryStorage(),
      WebSocket: Cuttable,
      ...options,
    });
    this.room = this.client.join(room);
    this.room.on('message', (message) => this.messages.push(message));
  }

  /** Ends the connection without a close handshake, as a lost network does. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** Resolves with the next event for which `wanted` holds. */
  next<Name extends keyof RoomEvents>(
    event: Name,
    wanted: (value: RoomEvents[Name]) => boolean = () => true,
  ): Promise<RoomEvents[Name]> {
    return new Promise((resolve) => {
      const off = this.room.on(event, (value) => {
        if (!wanted(value)) return;
        off();
        resolve(value);
      });
    });
  }

  /** Resolves when this many messages have been shown. */
  async hasSeen(count: number): Promise<ChatMessage[]> {
    while (this.messages.length < count) await this.next('message');
    return this.messages;
  }
}
