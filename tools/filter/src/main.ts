// `npm run filter`: JSON Lines {"text": …} on standard input, one verdict a line on standard output, in order.
import { once } from 'node:events';
import { createFilter, defaultLists, moderate } from '@maru/word-filter';

if (process.argv.length > 2) {
  console.error('npm run -s filter < messages.jsonl  reads {"text": …} lines and takes no options.');
  process.exit(process.argv.includes('--help') ? 0 : 1);
}

/** Written at once when so much output has gathered, in UTF-16 units. */
const flushLength = 65_536;

const filter = createFilter(defaultLists());

function answer(line: string): string {
  let text: unknown;
  try {
    text = (JSON.parse(line) as { text?: unknown } | null)?.text;
  } catch {
    text = undefined;
  }
  if (typeof text !== 'string')
    return JSON.stringify({ error: 'write one JSON object with a string "text" on each line' });
  return JSON.stringify(moderate(filter, text));
}

async function write(chunk: string): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
}

// A reader that has seen enough (`| head`) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

/** Lines are cut at line feeds only: U+2028 may stand inside a JSON string. */
async function* lines(): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const parts = (rest + (chunk as string)).split('\n');
    rest = parts.pop() ?? '';
    yield parts;
  }
  yield [rest];
}

for await (const batch of lines()) {
  let pending = '';
  for (const line of batch) {
    if (line.trim() === '') continue;
    pending += `${answer(line)}\n`;
    if (pending.length < flushLength) continue;
    await write(pending);
    pending = '';
  }
  if (pending !== '') await write(pending);
}
