import callbackApi from 'amqplib/callback_api';

type Callback = (error: unknown, value?: unknown) => void;
type Model = Record<'createChannel' | 'createConfirmChannel', (...args: unknown[]) => unknown>;
type Connect = (...args: unknown[]) => unknown;

/**
 * rascal asks for channels from timers of its own, and amqplib throws when the connection has died within the same
 * turn of the event loop (seen after a pause of the process): nobody could catch that, and the process would end.
 * Here it becomes the error that rascal's callback expects, and rascal tries again on its next connection.
 */
export function guardChannels(model: Model): void {
  for (const name of ['createChannel', 'createConfirmChannel'] as const) {
    const create = model[name].bind(model);
    model[name] = (...args: unknown[]) => {
      try {
        return create(...args);
      } catch (error) {
        const callback = args.findLast((argument) => typeof argument === 'function') as Callback | undefined;
        if (!callback) throw error;
        setImmediate(() => callback(error));
        return undefined;
      }
    };
  }
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
