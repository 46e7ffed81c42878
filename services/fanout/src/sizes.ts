/** Bytes on the bus, about: a room named, a person, a retraction, and what stands beside a message's frame. */
export const ROOM_BYTES = 300;
export const PERSON_BYTES = 120;
export const RETRACT_BYTES = 80;
export const INDEX_BYTES = 100;
