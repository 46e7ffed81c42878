import { createFilter, defaultLists } from '@maru/word-filter';
import { runOnBroker } from '@maru/service-kit/broker';
import { readConfig } from './config.js';
import { rehearseModeration } from './rehearsal.js';
import { createModeration } from './service.js';

const builtin = createFilter(defaultLists());
await runOnBroker({
  name: 'moderation',
  readConfig,
  create: (config, context) => createModeration(config, { ...context, builtin }),
  rehearse: (stage, config) => rehearseModeration(stage, config, builtin),
});
