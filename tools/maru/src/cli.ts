import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './errors.js';
import { COMMANDS } from './commands.js';

export type Io = { env: NodeJS.ProcessEnv; out(line: string): void; error(line: string): void };

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  admin: { type: 'string' },
  url: { type: 'string' },
  room: { type: 'string' },
  for: { type: 'string' },
  level: { type: 'string' },
  id: { type: 'string' },
  nick: { type: 'string' },
  rooms: { type: 'string' },
  mod: { type: 'string' },
  secret: { type: 'string' },
  token: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

export type Options = {
  [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]['type'] extends 'boolean' ? boolean : string;
};

function usage(): string {
  const width = Math.max(...Object.values(COMMANDS).map(({ usage: line }) => line.length));
  return [
    "maru: the operators' tool.",
    '',
    ...Object.values(COMMANDS).map(({ usage: line, summary }) => `  ${line.padEnd(width)}  ${summary}`),
    '',
    'Where: --admin URL or MARU_ADMIN_URL (default http://127.0.0.1:9090), with ADMIN_TOKEN; --url URL or MARU_URL of the',
    'public port (default http://127.0.0.1:8080). Times: 30s, 10m, 2h, 7d. --json prints what the API says.',
  ].join('\n');
}

/** Runs one command. Returns the exit code: 0 done, 1 failed, 2 used wrongly. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [name, ...rest] = positionals;
    if (values.help || name === undefined) {
      io.out(usage());
      return values.help ? 0 : 2;
    }
    const command = COMMANDS[name];
    if (!command) throw new UsageError(`There is no command ${name}. maru --help lists them.`);
    return (await command.run({ args: rest, options: values, ...io })) ?? 0;
  } catch (error) {
    io.error((error as Error).message);
    return error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
  }
}
