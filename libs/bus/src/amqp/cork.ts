export type Corkable = { cork(): void; uncork(): void };

const corked = new WeakSet<Corkable>();

/**
 * Gathers what is written in this turn of the event loop into one socket write: amqplib passes a message on in up to
 * three pieces, and every acknowledgement in one, at the end of the turn. What was corked in the turn before has been
 * passed on by then. Each write wakes the broker for itself.
 */
export function corkForTurn(socket: Corkable): void {
  if (corked.has(socket)) return;
  corked.add(socket);
  socket.cork();
  setImmediate(() =>
    setImmediate(() => {
      corked.delete(socket);
      socket.uncork();
    }),
  );
}
