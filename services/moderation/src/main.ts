import { runOnBroker } from '@maru/service-kit/broker';
import { readConfig } from './config.js';
import { createModeration } from './service.js';

await runOnBroker({ name: 'moderation', readConfig, create: createModeration });
