import { Errors } from 'typebox/value';
import type { TSchema } from 'typebox';

/** A bus message that is not what its schema says. Goes to the dead letters with `message` as the reason. */
export class MalformedMessageError extends Error {
  readonly code = 'malformed_message';
  override readonly name = 'MalformedMessageError';
}

/** What a schema looks like as JSON, as far as the reasons below need it. */
type Shape = {
  const?: unknown;
  anyOf?: Shape[];
  properties?: Record<string, Shape>;
  items?: Shape;
};

/** A value for people, cut short: the reason travels in an AMQP header, whose size is limited. */
export const shown = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 64)) : Array.isArray(value) ? 'array' : typeof value;

/**
 * Why `value` does not fit `schema`: `<path>: <problem>`, for the first problem. The checker tries an item against
 * every kind of item and reports the first kind's complaints, so an item is looked at again as the kind it says it is.
 */
export function explain(schema: TSchema, value: unknown): string {
  const first = Errors(schema, value)[0];
  if (first === undefined) return ': does not fit its schema';
  const index = /^\/items\/(\d+)(?:\/|$)/.exec(first.instancePath)?.[1];
  const item = index === undefined ? undefined : (value as { items: unknown[] }).items[Number(index)];
  const kinds = (schema as Shape).properties?.['items']?.items?.anyOf;
  if (index === undefined || kinds === undefined || typeof item !== 'object' || item === null)
    return `${first.instancePath}: ${first.message}`;
  const { kind } = item as { kind?: unknown };
  const variant = kinds.find((candidate) => candidate.properties?.['kind']?.const === kind);
  if (variant === undefined) {
    const known = kinds.map((candidate) => String(candidate.properties?.['kind']?.const));
    return `/items/${index}/kind: is ${shown(kind)}, expected ${known.join(', ')}`;
  }
  const problem = Errors(variant as TSchema, item)[0];
  return `/items/${index}${problem?.instancePath ?? ''}: ${problem?.message ?? 'does not fit its schema'}`;
}
