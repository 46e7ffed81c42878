import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { BUS_MESSAGES, CLIENT_FRAMES, CLOSE, SERVER_FRAMES } from '@maru/contracts';

type Ref = { $ref: string };
type Operation = { action: 'send' | 'receive'; channel: Ref; messages: Ref[]; reply?: { messages: Ref[] } };
type Document = {
  channels: Record<string, { address: string; parameters?: object; messages: Record<string, Ref> }>;
  operations: Record<string, Operation>;
  components: {
    schemas: Record<string, object>;
    messages: Record<string, { payload: Ref; examples?: { name: string; payload: unknown }[] }>;
  };
};

const text = readFileSync(fileURLToPath(new URL('../../asyncapi.json', import.meta.url)), 'utf8');
const doc = JSON.parse(text) as Document;
const { resolve } = createRequire(import.meta.url);

function at(ref: string): unknown {
  assert.match(ref, /^#\//, `${ref} leads out of the document`);
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], doc);
}

test('asyncapi.json - is an AsyncAPI 3.0 document by the official schema', () => {
  const schema = JSON.parse(readFileSync(resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json'), 'utf8')) as object;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const check = ajv.compile(schema);
  assert.ok(check(doc), ajv.errorsText(check.errors));
  const broken = structuredClone(doc) as { operations: Record<string, Partial<Operation>> };
  delete broken.operations['edge.receive.send']?.action;
  assert.ok(!check(broken), 'the schema sees what is wrong');
});

test('asyncapi.json - every reference leads somewhere', () => {
  const refs = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, ref]) => ref ?? '');
  assert.ok(refs.length > 100);
  for (const ref of refs) assert.notEqual(at(ref), undefined, ref);
});

test('asyncapi.json - operations use the messages of their channel', () => {
  for (const [name, { channel, messages, reply }] of Object.entries(doc.operations)) {
    assert.ok(messages.length > 0, name);
    for (const { $ref } of [...messages, ...(reply?.messages ?? [])])
      assert.ok($ref.startsWith(`${channel.$ref}/messages/`), `${name}: ${$ref}`);
  }
});

test('asyncapi.json - every placeholder of an address is described, and nothing else', () => {
  for (const [name, { address, parameters }] of Object.entries(doc.channels)) {
    const placeholders = [...address.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    assert.deepEqual(Object.keys(parameters ?? {}), placeholders, name);
  }
});

test('asyncapi.json - edges receive all client frames and send all server frames', () => {
  const frames = (action: string) =>
    Object.values(doc.operations)
      .filter((operation) => operation.action === action && operation.channel.$ref === '#/channels/ws-room')
      .flatMap(({ messages }) => messages.map(({ $ref }) => $ref.split('/').at(-1)));
  assert.deepEqual(frames('receive'), Object.keys(CLIENT_FRAMES));
  assert.deepEqual(frames('send'), Object.keys(SERVER_FRAMES));
});

test('asyncapi.json - every bus message has a sender and a receiver', () => {
  for (const name of Object.keys(BUS_MESSAGES))
    for (const action of ['send', 'receive'] as const)
      assert.ok(
        Object.values(doc.operations).some(
          (operation) =>
            operation.action === action &&
            operation.channel.$ref.startsWith('#/channels/amqp-') &&
            operation.messages.some(({ $ref }) => $ref.endsWith(`/messages/${name}`)),
        ),
        `nobody ${action}s ${name}`,
      );
});

test('asyncapi.json - its examples fit the schemas beside them', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema({ components: doc.components }, 'doc');
  let examples = 0;
  for (const [name, message] of Object.entries(doc.components.messages)) {
    if (name === 'bus.dead-letter') continue;
    const check = ajv.compile({ $ref: `doc${message.payload.$ref}` });
    assert.ok((message.examples ?? []).length > 0, `${name} has no example`);
    for (const example of message.examples ?? []) {
      assert.ok(check(example.payload), `${name} ${example.name}: ${ajv.errorsText(check.errors)}`);
      examples++;
    }
  }
  assert.ok(examples > 50);
});

test('asyncapi.json - tells of every close code whether to reconnect', () => {
  const channel = doc.channels['ws-room'] as unknown as { 'x-close-codes': { code: number; reconnect: boolean }[] };
  const told = channel['x-close-codes'].map(({ code, reconnect }) => [code, reconnect]);
  assert.deepEqual(
    told,
    Object.values(CLOSE).map((code) => [code, code === 1001 || Math.floor(code / 100) === 40]),
  );
});
