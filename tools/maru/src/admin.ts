import { UsageError } from './errors.js';

export type Admin = <T>(path: string, body?: unknown) => Promise<T>;

/** Calls the admin API of an edge. Rejects with the server's own words. */
export function adminClient(url: string, token: string | undefined): Admin {
  if (token === undefined || token === '')
    throw new UsageError('ADMIN_TOKEN is not set. It is the one that the edges were started with.');
  return async <T>(path: string, body?: unknown) => {
    const response = await fetch(new URL(path, url), {
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`${url} does not answer. Is the edge running? --admin names its ops port.`, { cause });
    });
    const text = await response.text();
    const answer =
      text === '' ? undefined : (JSON.parse(text) as T & { message?: string; reason?: string; category?: string });
    if (response.ok) return answer as T;
    throw new Error(
      [answer?.message ?? `HTTP ${response.status}`, answer?.reason, answer?.category].filter(Boolean).join(' · '),
    );
  };
}
