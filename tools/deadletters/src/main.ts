import { parseArgs } from 'node:util';
import { dropDeadLetters, listDeadLetters, replayDeadLetters } from './dead-letters.js';

const USAGE = `Looks after messages that could not be processed.

  npm run deadletters -- list                 what is there: number, time, origin, reason
  npm run deadletters -- replay [NUMBER ...]  send them again to where they came from (all without numbers)
  npm run deadletters -- drop [NUMBER ...]    take them out for good (all without numbers)

  --json          list as JSON Lines, with the bodies
  AMQP_URL        the broker (default amqp://127.0.0.1:5672)
  AMQP_PREFIX     the deployment (default maru)`;

const url = process.env['AMQP_URL'] ?? 'amqp://127.0.0.1:5672';
const prefix = process.env['AMQP_PREFIX'] ?? 'maru';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [command, ...rest] = positionals;
  const numbers = new Set(rest.map(Number));
  if (values.help || command === undefined || [...numbers].some((number) => !Number.isInteger(number) || number < 1)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  switch (command) {
    case 'list': {
      const letters = await listDeadLetters(url, prefix);
      for (const letter of letters)
        console.log(
          values.json
            ? JSON.stringify(letter)
            : `${letter.number}\t${letter.at}\t${letter.origin}\t${letter.bytes} B\t${letter.reason}`,
        );
      if (!values.json) console.log(letters.length === 0 ? 'No dead letters.' : `${letters.length} dead letters.`);
      return 0;
    }
    case 'replay':
    case 'drop': {
      const { replayed, dropped, kept } = await (command === 'replay' ? replayDeadLetters : dropDeadLetters)(
        url,
        prefix,
        numbers,
      );
      console.log(`${replayed} sent again, ${dropped} dropped, ${kept} left.`);
      return 0;
    }
    default:
      console.error(`Unknown command ${command}.\n\n${USAGE}`);
      return 2;
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`The broker cannot be asked: ${(error as Error).message}. Check AMQP_URL and AMQP_PREFIX.`);
    process.exit(1);
  },
);
