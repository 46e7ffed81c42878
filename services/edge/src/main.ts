import { runOnBroker } from '@maru/service-kit/broker';
import { readConfig } from './config.js';
import { rehearseEdge } from './rehearsal.js';
import { createEdge } from './service.js';

await runOnBroker({ name: 'edge', readConfig, create: createEdge, rehearse: rehearseEdge });
