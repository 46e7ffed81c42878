/** One environment variable: how to read it, its default, and the words for the reference. */
export type Variable<T> = {
  /** Text form of the default, for the reference; `required` when there is none. */
  readonly shown: string;
  readonly description: string;
  /** What is allowed, in words. */
  readonly allowed: string;
  /** @throws Error with the reason only; the name is added by {@link readEnvironment} */
  read(text: string | undefined): T;
};

export type Variables = Record<string, Variable<unknown>>;
export type Values<V extends Variables> = { [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

/** Every problem with the configuration, each with the variable's name. */
export class ConfigError extends Error {
  readonly code = 'bad_config';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads and checks all variables. An empty value counts as not set.
 * @throws ConfigError with every problem at once
 */
export function readEnvironment<V extends Variables>(variables: V, env: NodeJS.ProcessEnv): Values<V> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = env[name]?.trim();
    try {
      values[name] = variable.read(text === '' ? undefined : text);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Values<V>;
}

type NumberRule = { default: number; min: number; max: number; description: string };

/** A whole number. "90x" is refused, not read as 90. */
export function integer(rule: NumberRule): Variable<number> {
  const allowed = `whole number, ${rule.min} to ${rule.max}`;
  return {
    shown: String(rule.default),
    description: rule.description,
    allowed,
    read: (text) => {
      if (text === undefined) return rule.default;
      const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
      if (!(value >= rule.min && value <= rule.max))
        throw new Error(`is ${JSON.stringify(text)}, must be a ${allowed}`);
      return value;
    },
  };
}

export function oneOf<const T extends readonly string[]>(
  values: T,
  rule: { default: T[number]; description: string },
): Variable<T[number]> {
  const allowed = values.join(', ');
  return {
    shown: rule.default,
    description: rule.description,
    allowed,
    read: (text) => {
      if (text === undefined) return rule.default;
      if (!values.includes(text)) throw new Error(`is ${JSON.stringify(text)}, must be one of ${allowed}`);
      return text;
    },
  };
}

/** Text that matches a pattern; without a default it may be missing. */
export function text(rule: {
  pattern: RegExp;
  allowed: string;
  description: string;
  default?: string;
  secret?: boolean;
}): Variable<string | undefined> {
  return {
    shown: rule.default ?? 'not set',
    description: rule.description,
    allowed: rule.allowed,
    read: (value) => {
      if (value === undefined) return rule.default;
      // A secret must not end up in a log.
      if (!rule.pattern.test(value))
        throw new Error(`is ${rule.secret ? 'not usable' : JSON.stringify(value)}, must be ${rule.allowed}`);
      return value;
    },
  };
}

export function flag(rule: { default: boolean; description: string }): Variable<boolean> {
  const choice = oneOf(['true', 'false'], { default: rule.default ? 'true' : 'false', description: rule.description });
  return { ...choice, read: (value) => choice.read(value) === 'true' };
}

/** A URL of one of the schemes. */
export function url(rule: { schemes: readonly string[]; description: string }): Variable<string | undefined> {
  const allowed = `a URL that starts with ${rule.schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return {
    shown: 'not set',
    description: rule.description,
    allowed,
    read: (value) => {
      if (value === undefined) return undefined;
      const parsed = URL.canParse(value) ? new URL(value) : undefined;
      // The value may hold a password: it is not repeated.
      if (!parsed || !rule.schemes.includes(parsed.protocol.slice(0, -1)) || parsed.hostname === '')
        throw new Error(`must be ${allowed}`);
      return value;
    },
  };
}
