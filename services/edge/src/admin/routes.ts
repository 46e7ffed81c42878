import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MalformedMessageError } from '@maru/contracts';
import type { Logger, Route } from '@maru/observability';
import { DOCS_PAGE } from './docs-page.js';
import { openApiDocument } from './openapi.js';
import { AdminError, OPERATIONS } from './operations.js';
import type { AdminAnswer, AdminParts } from './operations.js';

const BODY_BYTES_MAX = 65_536;
const VERSION = '1.0.0';
/** The page's own script and style, and nothing from elsewhere. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const matchers = OPERATIONS.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/, '([^/]+)')}$`),
}));

/** The admin API, its OpenAPI document and a page to browse it: `/api/v1/…`, `/openapi.json`, `/docs`. */
export function adminRoutes(options: AdminParts & { token: string | undefined; logger: Logger }): readonly Route[] {
  const { token, logger } = options;
  const document = JSON.stringify(openApiDocument(VERSION));
  const documents: Route = (_request, response, url) => {
    if (url.pathname === '/openapi.json') send(response, 200, document, 'application/json');
    else if (url.pathname === '/docs')
      send(response, 200, DOCS_PAGE, 'text/html; charset=utf-8', { 'content-security-policy': DOCS_POLICY });
    else return false;
    return true;
  };
  const api: Route = async (request, response, url) => {
    if (!url.pathname.startsWith('/api/')) return false;
    try {
      if (token === undefined)
        throw new AdminError(404, 'not_found', 'The admin API is off. Set ADMIN_TOKEN to switch it on.');
      if (!sameToken(request.headers.authorization, token))
        throw new AdminError(401, 'unauthorized', 'Send the admin token: Authorization: Bearer.');
      const { status, body } = await run(options, request, url);
      send(response, status, body === undefined ? '' : JSON.stringify(body), 'application/json');
    } catch (error) {
      const { status, code, message } = refusal(error);
      if (status === 500) logger.error({ err: error }, 'an admin request failed');
      if (status === 401) response.setHeader('www-authenticate', 'Bearer');
      send(response, status, JSON.stringify({ code, message }), 'application/json');
    }
    return true;
  };
  return [documents, api];
}

async function run(parts: AdminParts, request: IncomingMessage, url: URL): Promise<AdminAnswer> {
  for (const { operation, pattern } of matchers) {
    const match = pattern.exec(url.pathname);
    if (!match || request.method !== operation.method) continue;
    const body =
      operation.request === undefined ? '' : await readBody(request, () => parts.metrics.limitHit('order_body_bytes'));
    return operation.run(parts, { parameter: match[1] ?? '', body });
  }
  throw new AdminError(404, 'not_found', 'There is no such operation. See /docs.');
}

/** Takes the same time wherever the first difference is, and whatever the lengths are. */
function sameToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(given), digest(token));
}

function refusal(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof AdminError) return error;
  if (error instanceof MalformedMessageError) return { status: 400, code: 'bad_request', message: error.message };
  return { status: 500, code: 'internal', message: 'Something went wrong here. See the log.' };
}

async function readBody(request: IncomingMessage, tooLarge: () => void): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > BODY_BYTES_MAX) {
      tooLarge();
      throw new AdminError(413, 'too_large', `The body has more than ${BODY_BYTES_MAX} bytes.`);
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  type: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...(body === '' ? {} : { 'content-type': type }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}
