import { HTTP_BODIES } from '@maru/contracts';
import type { HttpBodyName } from '@maru/contracts';
import { OPERATIONS } from './operations.js';
import type { Operation } from './operations.js';

type Json = Record<string, unknown>;

const ref = (name: HttpBodyName) => ({ $ref: `#/components/schemas/${name}` });
const content = (name: HttpBodyName) => ({ 'application/json': { schema: ref(name) } });
const refused = (description: string) => ({ description, content: content('refused') });

function operationOf({ id, summary, request, response, path }: Operation): Json {
  const parameter = /\{(\w+)\}/.exec(path)?.[1];
  return {
    operationId: id,
    summary,
    ...(parameter === undefined
      ? {}
      : {
          parameters: [
            { name: parameter, in: 'path', required: true, description: 'percent-encoded', schema: { type: 'string' } },
          ],
        }),
    ...(request === undefined ? {} : { requestBody: { required: true, content: content(request) } }),
    responses: {
      [response.status]:
        response.body === undefined ? { description: 'Done' } : { description: 'OK', content: content(response.body) },
      400: refused('The request is not what the schema says; the message names the field'),
      401: refused('No admin token, or a wrong one'),
      ...(request === 'message' ? { 422: refused('Moderation refused the message') } : {}),
      503: refused('The broker is away'),
    },
  };
}

/** The OpenAPI 3.1 document, from the operations and the schemas that check their bodies. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: operationOf(operation) };
  const schemas = Object.fromEntries(
    Object.entries(HTTP_BODIES).map(([name, schema]) => {
      const { $id: _, ...rest } = JSON.parse(JSON.stringify(schema)) as Json;
      return [name, rest];
    }),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Maru admin API',
      version,
      description: 'On the ops port of every edge; each speaks for the whole deployment.',
    },
    servers: [{ url: '/' }],
    security: [{ admin: [] }],
    paths,
    components: { schemas, securitySchemes: { admin: { type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN' } } },
  };
}
