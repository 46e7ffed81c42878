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

let installed = false;

/** Guards every connection that rascal makes from now on. rascal has no other place to do it. */
export function installGuard(): void {
  if (installed) return;
  installed = true;
  const api = callbackApi as unknown as { connect: Connect };
  const connect = api.connect.bind(api);
  api.connect = (...args: unknown[]) => {
    const callback = args.pop() as Callback;
    return connect(...args, (error: unknown, connection: unknown) => {
      if (connection) guardChannels(connection as Model);
      callback(error, connection);
    });
  };
}
