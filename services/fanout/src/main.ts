import { runOnBroker } from '@maru/service-kit/broker';
import { readConfig } from './config.js';
import { createFanout } from './service.js';

await runOnBroker({ name: 'fanout', readConfig, create: createFanout });
