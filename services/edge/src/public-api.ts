import { MalformedMessageError, decodeRoom, readHttpBody } from '@maru/contracts';
import type { Actions } from './actions.js';
import type { EdgeMetrics } from './metrics.js';
import { takeToken, tokenRule } from './token-bucket.js';
import type { Tokens } from './token-bucket.js';
import type { TokenVerifier } from './tokens.js';
import { tokenOf } from './upgrade.js';
import type { HttpRequest, HttpResponse } from './uws.js';

const BODY_BYTES_MAX = 16_384;
/** Actions of one moderator. */
const ACTIONS_PER_SEC = 5;
/** Moderators whose buckets are kept; the oldest go. */
const MODERATORS_MAX = 10_000;

const PATH = /^\/api\/rooms\/([^/]+)\/actions$/;
const HTTP = {
  bad_request: '400 Bad Request',
  bad_room: '400 Bad Request',
  unauthorized: '401 Unauthorized',
  forbidden: '403 Forbidden',
  forbidden_origin: '403 Forbidden',
  not_found: '404 Not Found',
  too_large: '413 Payload Too Large',
  rate_limited: '429 Too Many Requests',
  internal: '500 Internal Server Error',
  unavailable: '503 Service Unavailable',
} as const;
type Answer = { code: keyof typeof HTTP; message: string } | undefined;

export type PublicApiOptions = {
  actions: Actions;
  tokens: TokenVerifier | undefined;
  origins: ReadonlySet<string> | undefined;
  metrics: EdgeMetrics;
  now(): number;
};

/** What moderators do from the page, with their tokens: `POST /api/rooms/{room}/actions`. */
export class PublicApi {
  readonly #options: PublicApiOptions;
  readonly #rule = tokenRule(ACTIONS_PER_SEC);
  readonly #buckets = new Map<string, Tokens>();

  constructor(options: PublicApiOptions) {
    this.#options = options;
  }

  /** False when the path is not of this API. */
  route(response: HttpResponse, request: HttpRequest): boolean {
    const match = PATH.exec(request.getUrl());
    if (!match || request.getMethod() !== 'post') return false;
    const room = decodeRoom(match[1] ?? '');
    const origin = request.getHeader('origin');
    const { origins } = this.#options;
    const token = tokenOf(undefined, request.getHeader('authorization'));
    let aborted = false;
    response.onAborted(() => {
      aborted = true;
    });
    const answer = (what: Answer) => {
      if (!aborted) reply(response, what);
      aborted = true;
    };
    if (origin !== '' && origins && !origins.has(origin))
      answer({ code: 'forbidden_origin', message: 'Pages of this origin may not do this.' });
    else if (room === undefined) answer({ code: 'bad_room', message: 'This is no room id.' });
    else if (token === undefined)
      answer({ code: 'unauthorized', message: 'A token is needed: Authorization: Bearer.' });
    else {
      readBody(response, (body) => {
        if (aborted) return;
        if (body === undefined) {
          this.#options.metrics.limitHit('order_body_bytes');
          return answer({ code: 'too_large', message: `The body has more than ${BODY_BYTES_MAX} bytes.` });
        }
        void this.#act(room, token, body).then(answer, (error: unknown) =>
          answer({ code: 'internal', message: (error as Error).message }),
        );
      });
    }
    return true;
  }

  async #act(room: string, token: string, body: string): Promise<Answer> {
    const claims = await this.#options.tokens?.verify(token);
    if (!claims) return { code: 'unauthorized', message: 'Tokens are not set up here.' };
    if ('refused' in claims)
      return { code: claims.refused === 'invalid' ? 'unauthorized' : 'unavailable', message: claims.message };
    if (this.#limited(claims.user)) return { code: 'rate_limited', message: 'Too many actions. Wait a moment.' };
    try {
      return await this.#options.actions.inRoom(
        { by: `user:${claims.user}`, moderates: claims.moderates },
        room,
        readHttpBody('action', body),
      );
    } catch (error) {
      if (error instanceof MalformedMessageError) return { code: 'bad_request', message: error.message };
      throw error;
    }
  }

  #limited(user: string): boolean {
    const nowMs = this.#options.now();
    const bucket = this.#buckets.get(user) ?? { tokens: this.#rule.burst, atMs: nowMs };
    this.#buckets.delete(user);
    this.#buckets.set(user, bucket);
    if (this.#buckets.size > MODERATORS_MAX) {
      this.#options.metrics.limitHit('moderators');
      const oldest = this.#buckets.keys().next();
      if (!oldest.done) this.#buckets.delete(oldest.value);
    }
    if (takeToken(bucket, this.#rule, nowMs) === 0) return false;
    this.#options.metrics.limitHit('order_actions');
    return true;
  }
}

function reply(response: HttpResponse, what: Answer): void {
  response.cork(() => {
    if (!what) {
      response.writeStatus('204 No Content').endWithoutBody();
      return;
    }
    response
      .writeStatus(HTTP[what.code])
      .writeHeader('content-type', 'application/json')
      .writeHeader('cache-control', 'no-store');
    response.end(JSON.stringify({ code: what.code, message: what.message }));
  });
}

/** The whole body as text; undefined when it is too large. */
function readBody(response: HttpResponse, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.onData((chunk, last) => {
    if (size > BODY_BYTES_MAX) return;
    size += chunk.byteLength;
    if (size > BODY_BYTES_MAX) return done(undefined);
    // The chunk's memory is taken back when this returns.
    chunks.push(Buffer.from(new Uint8Array(chunk)));
    if (last) done(Buffer.concat(chunks).toString('utf8'));
  });
}
