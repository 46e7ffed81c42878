import { randomBytes } from 'node:crypto';
import { AmqpBus } from '../src/amqp/amqp-bus.js';
import { busConformance } from './conformance.js';
import { deletePrefix } from './amqp-cleanup.js';

const url = process.env['AMQP_URL'];
const prefix = `maru-test-${randomBytes(4).toString('hex')}`;

busConformance({
  name: 'AMQP',
  skip: url === undefined && 'needs a broker: install rabbitmq-server or set AMQP_URL',
  bus: () => new AmqpBus({ url: url ?? '', prefix, shards: 4 }),
  teardown: () => deletePrefix(url ?? '', prefix, 4),
});
