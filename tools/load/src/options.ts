import { parseArgs } from 'node:util';

type Common = { description: string };
/** A number with its unit; `undefined` as default: not set. */
export type NumberOption = Common & {
  kind: 'number';
  unit: string;
  default: number | undefined;
  min: number;
  max: number;
  whole?: boolean;
};
/** `value` names the value in the help. */
export type TextOption = Common & { kind: 'text'; value: string; default: string | undefined; pattern?: RegExp };
export type FlagOption = Common & { kind: 'flag' };
export type Option = NumberOption | TextOption | FlagOption;
export type Options = Record<string, Option>;

type ValueOf<O extends Option> = O extends FlagOption
  ? boolean
  : O extends { kind: 'number'; default: infer D }
    ? number | Extract<D, undefined>
    : O extends { default: infer D }
      ? string | Extract<D, undefined>
      : never;
export type OptionValues<T extends Options> = { [K in keyof T]: ValueOf<T[K]> };

/** Wrong command line: each problem in words. */
export class UsageError extends Error {
  readonly code = 'usage';
}

/**
 * Reads a command line.
 * @throws UsageError with every problem
 */
export function readOptions<const T extends Options>(
  options: T,
  args: readonly string[],
): { values: OptionValues<T>; rest: string[]; help: boolean } {
  const table: Record<string, { type: 'boolean' | 'string'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const [name, { kind }] of Object.entries(options))
    table[name] = { type: kind === 'flag' ? 'boolean' : 'string' };
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: table, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const given = parsed.values[name];
    if (option.kind === 'flag') values[name] = given === true;
    else if (typeof given !== 'string') values[name] = option.default;
    else {
      const value = readValue(option, given);
      if (value === undefined) problems.push(`--${name} is ${JSON.stringify(given)}, must be ${allowed(option)}.`);
      values[name] = value;
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return { values: values as OptionValues<T>, rest: parsed.positionals, help: parsed.values['help'] === true };
}

function readValue(option: NumberOption | TextOption, given: string): number | string | undefined {
  if (option.kind === 'text') return option.pattern && !option.pattern.test(given) ? undefined : given;
  const value = /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : NaN;
  return value >= option.min && value <= option.max && (!option.whole || Number.isInteger(value)) ? value : undefined;
}

function allowed(option: NumberOption | TextOption): string {
  if (option.kind === 'text') return option.value;
  return `a ${option.whole ? 'whole ' : ''}number from ${option.min} to ${option.max} (${option.unit})`;
}

const HELP_COLUMN = 30;

/** One line per option: its value with the unit, what it does, its default. */
export function describeOptions(options: Options): string {
  const lines = Object.entries(options).map(([name, option]) => {
    const value = option.kind === 'flag' ? '' : ` <${option.kind === 'number' ? option.unit : option.value}>`;
    const shown = option.kind === 'flag' || option.default === undefined ? '' : ` Default: ${option.default}.`;
    return `  ${`--${name}${value}`.padEnd(HELP_COLUMN - 2)}  ${option.description}${shown}`;
  });
  return [...lines, `  ${'--help'.padEnd(HELP_COLUMN - 2)}  This text.`].join('\n');
}
