// A fan-out service with a bug: it does not recognise what it has delivered.
type Room = { prototype: { seen(): undefined } };
const module = new URL('../../../../../services/fanout/dist/src/room.js', import.meta.url).href;
const { Room } = (await import(module)) as { Room: Room };

Room.prototype.seen = () => undefined;
