// The least that a chat server can do: every message goes to all who are in the room, in one process, with no broker,
// no moderation, no receipts and no history. The floor that the whole of Maru is compared with.
import { loadUws } from './uws.js';

const BACKPRESSURE_BYTES_MAX = 1_048_576;
const port = Number(process.argv[2]);

const app = loadUws()
  .App()
  .ws<{ room: string }>('/*', {
    maxBackpressure: BACKPRESSURE_BYTES_MAX,
    upgrade: (response, request, context) => {
      const [key, protocol, extensions] = [
        'sec-websocket-key',
        'sec-websocket-protocol',
        'sec-websocket-extensions',
      ].map((name) => request.getHeader(name));
      response.upgrade({ room: request.getUrl() }, key ?? '', protocol ?? '', extensions ?? '', context);
    },
    open: (socket) => {
      socket.subscribe(socket.getUserData().room);
    },
    message: (socket, message, isBinary) => {
      app.publish(socket.getUserData().room, message, isBinary);
    },
  });
app.listen('127.0.0.1', port, (socket) => {
  if (!socket) process.exit(1);
});
process.once('SIGTERM', () => process.exit(0));
