/** What a moderator can do in a room, as `POST /api/rooms/{room}/actions` takes it. */
export type ModeratorAction =
  | { action: 'kick'; user: string }
  | { action: 'ban'; user: string; seconds: number }
  | { action: 'unban' | 'unmute'; user: string }
  | { action: 'mute'; user: string; seconds: number }
  | { action: 'slow_mode'; seconds: number }
  | { action: 'lock' | 'unlock' | 'close' }
  | { action: 'retract'; uid: string; seq: number }
  | { action: 'notice'; text: string }
  | { action: 'raid'; seconds: number };

/** `message` is the server's, or undefined when it could not be reached. */
export type ActionResult = { ok: true } | { ok: false; message: string | undefined };

export async function moderate(
  room: string,
  token: string,
  action: ModeratorAction,
  fetchImpl: typeof fetch = fetch,
): Promise<ActionResult> {
  try {
    const response = await fetchImpl(`/api/rooms/${encodeURIComponent(room)}/actions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    if (response.ok) return { ok: true };
    const refusal = (await response.json().catch(() => ({}))) as { message?: unknown };
    return { ok: false, message: typeof refusal.message === 'string' ? refusal.message : `HTTP ${response.status}` };
  } catch {
    return { ok: false, message: undefined };
  }
}
