// A room server on Socket.IO with its Redis adapter, as its documentation builds one.
// Arguments: folder of the packages, port, port of Redis.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [packages = '', port, redisPort] = process.argv.slice(2);
const require = createRequire(join(packages, 'package.json'));

// The few parts of the peer that are used: its own types are installed as little as itself.
type Socket = {
  handshake: { query: { room: string } };
  join(room: string): void;
  on(event: 'm', listener: (text: string) => void): void;
};
type Io = {
  on(event: 'connection', listener: (socket: Socket) => void): void;
  to(room: string): { emit(event: string, text: string): void };
};
type RedisClient = { duplicate(): RedisClient };
const { Server } = require('socket.io') as { Server: new (server: unknown, options: object) => Io };
const { createAdapter } = require('@socket.io/redis-adapter') as {
  createAdapter: (publisher: RedisClient, subscriber: RedisClient) => unknown;
};
const { Redis } = require('ioredis') as { Redis: new (port: number) => RedisClient };

const server = createServer();
const publisher = new Redis(Number(redisPort));
const io = new Server(server, {
  transports: ['websocket'],
  adapter: createAdapter(publisher, publisher.duplicate()),
  pingInterval: 60_000,
});
io.on('connection', (socket) => {
  const { room } = socket.handshake.query;
  socket.join(room);
  socket.on('m', (text) => io.to(room).emit('m', text));
});
server.listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
