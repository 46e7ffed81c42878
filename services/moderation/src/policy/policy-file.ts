import Type from 'typebox';
import type { Static } from 'typebox';
import { Errors } from 'typebox/value';
import { categories, extendPolicy, verdicts } from '@maru/word-filter';
import { WINDOW_MS_MAX } from '../spam/rules.js';
import { BUILT_IN_POLICIES, EXTERNAL_FAILURES, EXTERNAL_MODES, makePolicy, POLICIES_MAX } from './policy.js';
import type { ModerationPolicy } from './policy.js';

const STRICT = { additionalProperties: false };
const Verdict = Type.Enum([...verdicts]);
const Cells = Type.Object({ 1: Type.Optional(Verdict), 2: Type.Optional(Verdict), 3: Type.Optional(Verdict) }, STRICT);
const Words = Type.Object(Object.fromEntries(categories.map((name) => [name, Type.Optional(Cells)])), STRICT);
const Times = Type.Integer({ minimum: 1, maximum: 100_000 });
const WindowMs = Type.Integer({ minimum: 1_000, maximum: WINDOW_MS_MAX });
const Length = Type.Integer({ minimum: 1, maximum: 2_000 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const orOff = <T extends Type.TSchema>(rule: T) => Type.Optional(Type.Union([Type.Literal(false), rule]));
const Spam = Type.Object(
  {
    flood: orOff(Type.Object({ messages: Times, windowMs: WindowMs }, STRICT)),
    repeats: orOff(Type.Object({ messages: Times, windowMs: WindowMs, lengthMin: Length }, STRICT)),
    nearDuplicates: orOff(
      Type.Object({ users: Times, windowMs: WindowMs, similarity: Share, lengthMin: Length }, STRICT),
    ),
    links: Type.Optional(
      Type.Union([
        Type.Enum(['allow', 'deny']),
        Type.Object(
          {
            allow: Type.Array(Type.String({ pattern: '^[^\\s/:@A-Z]{1,253}$' }), { maxItems: 1_000 }),
          },
          STRICT,
        ),
      ]),
    ),
    caps: orOff(Type.Object({ share: Share, lettersMin: Length }, STRICT)),
    zalgo: orOff(Type.Object({ marksMax: Type.Integer({ minimum: 0, maximum: 100 }) }, STRICT)),
  },
  STRICT,
);
const External = Type.Object(
  {
    mode: Type.Optional(Type.Enum([...EXTERNAL_MODES])),
    onFailure: Type.Optional(Type.Enum([...EXTERNAL_FAILURES])),
  },
  STRICT,
);
const Name = '^[a-z0-9][a-z0-9_-]{0,31}$';
const Entry = Type.Object(
  {
    /** Built-in policy, or one of the file, whose values hold where this one says nothing. Default: `default`. */
    base: Type.Optional(Type.String({ pattern: Name })),
    words: Type.Optional(Words),
    names: Type.Optional(Words),
    spam: Type.Optional(Spam),
    external: Type.Optional(External),
  },
  STRICT,
);
type Entry = Static<typeof Entry>;
type PolicyFile = { policies: Record<string, Entry> };

export type PolicyFileResult = { policies: Map<string, ModerationPolicy>; problems: string[] };

/** Reads a policy file on top of the built-in policies; all problems at once, each with its path. */
export function readPolicyFile(text: string, builtIn: ReadonlyMap<string, ModerationPolicy>): PolicyFileResult {
  const policies = new Map(builtIn);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { policies, problems: [`is not JSON: ${(error as Error).message}`] };
  }
  const problems = shapeProblems(value);
  if (problems.length > 0) return { policies, problems };
  const entries = new Map(Object.entries((value as PolicyFile).policies));
  if (entries.size > POLICIES_MAX)
    return { policies, problems: [`has ${entries.size} policies; at most ${POLICIES_MAX}`] };
  const resolve = (name: string, path: readonly string[]): ModerationPolicy | undefined => {
    const entry = entries.get(name);
    if (!entry) return policies.get(name);
    // A policy of a built-in name builds on the built-in one, unless it says otherwise.
    const baseName = entry.base ?? (builtIn.has(name) ? name : 'default');
    if (path.includes(name)) {
      problems.push(`/policies/${name}/base: goes round in a circle: ${[...path, name].join(' → ')}`);
      return undefined;
    }
    const base = baseName === name ? builtIn.get(name) : resolve(baseName, [...path, name]);
    return base && extend(name, base, entry);
  };
  const made = new Map<string, ModerationPolicy>();
  for (const [name, entry] of entries) {
    const base = entry.base ?? 'default';
    if (!entries.has(base) && !builtIn.has(base))
      problems.push(
        `/policies/${name}/base: there is no policy "${base}"; use ${[...new Set([...BUILT_IN_POLICIES, ...entries.keys()])].join(', ')}`,
      );
    const policy = resolve(name, []);
    if (policy) made.set(name, policy);
  }
  for (const [name, policy] of made) policies.set(name, policy);
  return problems.length > 0
    ? { policies: new Map(builtIn), problems: [...new Set(problems)] }
    : { policies, problems };
}

/** What a schema looks like as JSON, as far as the walk below needs it. */
type Shape = { properties?: Record<string, Shape>; anyOf?: Shape[]; const?: unknown };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every problem, each field by itself: the checker alone stops after a few. */
function fieldProblems(shape: Shape, value: unknown, path: string): string[] {
  // A rule is `false` or an object: what is no object is judged by the other choices.
  const variant = isObject(value) ? (shape.anyOf?.find(({ properties }) => properties) ?? shape) : shape;
  const { properties } = variant;
  if (properties && isObject(value)) {
    const unknown = Object.keys(value).filter((name) => !(name in properties));
    return [
      ...unknown.map((name) => `${path}/${name}: is not known; use ${Object.keys(properties).join(', ')}`),
      ...Object.entries(properties).flatMap(([name, field]) =>
        value[name] === undefined ? [] : fieldProblems(field, value[name], `${path}/${name}`),
      ),
      ...missing(variant, value).map((name) => `${path}/${name}: is missing`),
    ];
  }
  const problem = Errors(variant as Type.TSchema, value).find(({ keyword }) => keyword !== 'anyOf');
  if (!problem) return [];
  const allowed = (problem.params as { allowedValues?: unknown[] }).allowedValues;
  const message = problem.keyword === 'const' ? 'must be false or an object' : problem.message;
  return [`${path}${problem.instancePath}: ${message}${allowed ? `: ${allowed.join(', ')}` : ''}`];
}

const missing = (shape: Shape, value: Record<string, unknown>): string[] =>
  ((shape as { required?: string[] }).required ?? []).filter((name) => value[name] === undefined);

function shapeProblems(value: unknown): string[] {
  if (!isObject(value) || !isObject(value['policies']) || Object.keys(value).length !== 1)
    return ['must be an object with one field, "policies", that holds the policies by name'];
  return Object.entries(value['policies']).flatMap(([name, entry]) => [
    ...(new RegExp(Name).test(name) ? [] : [`/policies/${name}: a name has 1 to 32 of a-z, 0-9, _ and -`]),
    ...fieldProblems(Entry as Shape, entry, `/policies/${name}`),
  ]);
}

function extend(name: string, base: ModerationPolicy, entry: Entry): ModerationPolicy {
  const words = extendPolicy(base.words, entry.words ?? {});
  const names = extendPolicy(base.names, entry.names ?? {});
  const given = Object.fromEntries(Object.entries(entry.spam ?? {}).filter(([, rule]) => rule !== undefined));
  const external = { ...base.external, ...entry.external };
  return makePolicy(name, words, names, { ...base.spam, ...given }, external);
}
