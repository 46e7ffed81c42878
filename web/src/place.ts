import { normalizeRoom } from '@maru/client';

export const DEFAULT_ROOM = 'lobby';

/** The room that an address names: `/r/{room}` or `?room=`, else the lobby; undefined when the name is not allowed. */
export function roomOf(url: URL): string | undefined {
  const asked = url.searchParams.get('room') ?? /^\/r\/([^/]+)\/?$/.exec(url.pathname)?.[1];
  if (asked === undefined || asked === null)
    return url.pathname.startsWith('/r/') && url.pathname !== '/r/' ? undefined : DEFAULT_ROOM;
  if (url.searchParams.has('room')) return normalizeRoom(asked);
  try {
    return normalizeRoom(decodeURIComponent(asked));
  } catch {
    return undefined;
  }
}

/** Path of a room's page. */
export function pathOf(room: string): string {
  return `/r/${encodeURIComponent(room)}`;
}

/**
 * The token in an address's fragment (`#token=…`). It is there, not in the query, because fragments are not sent to
 * servers and so reach no log.
 */
export function tokenOf(url: URL): string | undefined {
  return new URLSearchParams(url.hash.slice(1)).get('token') ?? undefined;
}

/** Whether a token says that its bearer moderates the room. Only to show the tools: the server checks for itself. */
export function moderates(token: string | undefined, room: string): boolean {
  const payload = token?.split('.')[1];
  if (payload === undefined) return false;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const { mod } = JSON.parse(new TextDecoder().decode(bytes)) as { mod?: unknown };
    return mod === '*' || (Array.isArray(mod) && (mod.includes(room) || mod.includes('*')));
  } catch {
    return false;
  }
}
