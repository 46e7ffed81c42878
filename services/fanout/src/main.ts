import { runOnBroker } from '@maru/service-kit/broker';
import { readConfig } from './config.js';
import { rehearseFanout } from './rehearsal.js';
import { createFanout } from './service.js';

await runOnBroker({ name: 'fanout', readConfig, create: createFanout, rehearse: rehearseFanout });
