import { edgeVariables } from '@maru/edge';
import { fanoutVariables } from '@maru/fanout';
import { moderationVariables } from '@maru/moderation';
import type { Variable, Variables } from '@maru/service-kit';

const SERVICES: readonly (readonly [string, Variables])[] = [
  ['Edge', edgeVariables],
  ['Moderation', moderationVariables],
  ['Fan-out', fanoutVariables],
];

const row = (name: string, { shown, allowed, description }: Variable<unknown>): string =>
  `| \`${name}\` | ${shown === 'not set' ? '' : `\`${shown}\``} | ${allowed.replaceAll('|', '\\|')} | ${description.replaceAll('|', '\\|')} |`;

const table = (variables: readonly (readonly [string, Variable<unknown>])[]): string =>
  [
    '| variable | default | allowed | meaning |',
    '| --- | --- | --- | --- |',
    ...variables.map(([name, variable]) => row(name, variable)),
  ].join('\n');

/** Where two services describe a variable alike, apart from its default, it is the same variable. */
const alike = (a: Variable<unknown> | undefined, b: Variable<unknown>): boolean =>
  a?.description === b.description && a.allowed === b.allowed;

/** docs/operations/configuration.md */
export function configurationPage(): string {
  const [, first] = SERVICES[0] ?? ['', {}];
  const common = Object.entries(first).filter(([name, variable]) =>
    SERVICES.every(([, variables]) => alike(variables[name], variable)),
  );
  const shared = new Set(common.map(([name]) => name));
  const everywhere = common.map(([name, variable]): [string, Variable<unknown>] => {
    const defaults = [...new Set(SERVICES.map(([, variables]) => variables[name]?.shown ?? ''))];
    return [name, { ...variable, shown: defaults.join('` / `') }];
  });
  const own = SERVICES.map(
    ([title, variables]) =>
      `## ${title}\n\n${table(Object.entries(variables).filter(([name]) => !shared.has(name)))}\n`,
  );
  return `# Configuration

Generated from the code by \`npm run generate:operations\`; a test fails when it is stale.

Services are configured by environment variables alone. All problems with them are reported at once, by name, and the
service does not start: \`90x\` is no number, and a wrong value is never replaced by a default. An empty variable counts
as not set. The image also takes \`AMQP_URL_FILE\`, \`ANON_SECRET_FILE\`, \`ADMIN_TOKEN_FILE\` and \`EXTERNAL_TOKEN_FILE\`, each the
path of a file that holds the secret.

## Every service

Where there are several defaults they are those of edge, moderation and fan-out.

${table(everywhere)}

${own.join('\n')}`;
}
