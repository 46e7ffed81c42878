import callbackApi from 'amqplib/callback_api';
import { corkForTurn } from './cork.js';
import type { Corkable } from './cork.js';

type Callback = (error: unknown, value?: unknown) => void;
type Model = Record<'createChannel' | 'createConfirmChannel', (...args: unknown[]) => unknown>;
type Connect = (...args: unknown[]) => unknown;

/**
 * Two traps between rascal, amqplib and RabbitMQ, taken out of the way on every channel that rascal makes. What such a
 * channel acknowledges in one turn of the event loop leaves in one write.
 *
 * rascal asks for channels from timers of its own, and amqplib throws when the connection has died within the same
 * turn of the event loop (seen after a pause of the process): nobody could catch that, and the process would end.
 * Here it becomes the error that rascal's callback expects.
 *
 * rascal leaves a queue by `basic.cancel`, then closes the channel. RabbitMQ 3.10 crashes a classic queue with a single
 * active consumer when that one cancels while messages wait: the next publish is given to the next consumer ahead of
 * them. Nine in ten such cancellations did so; closing the channel alone never did. So the cancellation is left out:
 * what comes until the channel is closed goes back with it.
 */
export function guardChannels(model: Model): void {
  for (const name of ['createChannel', 'createConfirmChannel'] as const) {
    const create = model[name].bind(model);
    model[name] = (...args: unknown[]) => {
      const at = args.findLastIndex((argument) => typeof argument === 'function');
      const callback = args[at] as Callback | undefined;
      if (!callback) return create(...args);
      args[at] = (error: unknown, channel: unknown) => {
        if (channel) {
          leaveByClosing(channel as Channel);
          acknowledgeTogether(channel as Channel);
        }
        callback(error, channel);
      };
      try {
        return create(...args);
      } catch (error) {
        setImmediate(() => callback(error));
        return undefined;
      }
    };
  }
}

type Channel = {
  connection: { stream: Corkable };
  cancel(consumerTag: string, callback: (error: unknown, ok: unknown) => void): unknown;
  ack(...args: unknown[]): void;
};

function leaveByClosing(channel: Channel): void {
  channel.cancel = (consumerTag, callback) => setImmediate(() => callback(null, { consumerTag }));
}

/** One confirm often settles the batches of several edges. */
function acknowledgeTogether(channel: Channel): void {
  const ack = channel.ack.bind(channel);
  channel.ack = (...args) => {
    corkForTurn(channel.connection.stream);
    ack(...args);
  };
}

type Connection = Model & {
  connection: { stream: { destroy(): void } };
  on(event: 'error' | 'close', listener: () => void): unknown;
  close(callback: () => void): void;
};
type SocketOptions = { clientProperties?: { connection_name?: string } };

let installed = false;
/** Connections that rascal has made, by the name that they were given. */
const connections = new Map<string, Connection>();

/** Guards every connection that rascal makes from now on. rascal has no other place to do it. */
export function installGuard(): void {
  if (installed) return;
  installed = true;
  const api = callbackApi as unknown as { connect: Connect };
  const connect = api.connect.bind(api);
  api.connect = (...args: unknown[]) => {
    const callback = args.pop() as Callback;
    const name = (args[1] as SocketOptions | undefined)?.clientProperties?.connection_name;
    return connect(...args, (error: unknown, made: unknown) => {
      if (made) {
        const connection = made as Connection;
        guardChannels(connection);
        if (name !== undefined) {
          connections.set(name, connection);
          connection.on('close', () => connections.delete(name));
        }
      }
      callback(error, made);
    });
  };
}

/** Closes the connection of this name, if there is one: rascal forgets those that it could not set up. */
export function closeConnection(name: string, goodbyeTimeoutMs: number): void {
  const connection = connections.get(name);
  if (!connection) return;
  connections.delete(name);
  connection.on('error', () => undefined);
  const cut = () => connection.connection.stream.destroy();
  const timer = setTimeout(cut, goodbyeTimeoutMs);
  try {
    connection.close(() => clearTimeout(timer));
  } catch {
    // It is closing already.
  }
}
