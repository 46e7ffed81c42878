import { ConfigError } from '@maru/service-kit';
import { readDemoConfig, startDemo } from './demo.js';

try {
  // On a terminal the address is what matters; LOG_LEVEL brings the log lines back.
  const config = readDemoConfig({ LOG_LEVEL: 'warn', ...process.env });
  const demo = await startDemo(config);
  const host = config.edge.HOST === undefined || config.edge.HOST === '0.0.0.0' ? '127.0.0.1' : config.edge.HOST;
  const where = config.edge.AMQP_URL === undefined ? 'on the memory bus' : 'on the broker of AMQP_URL';
  console.log(
    `\n  Maru is open (${where}).\n\n  Chat      http://${host}:${demo.port}\n  Metrics   http://${host}:${demo.opsPort}/metrics\n\n  Stop with Ctrl+C.\n`,
  );
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    void demo.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
  process.exit(1);
}
