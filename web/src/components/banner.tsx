import type { RoomState } from '@maru/client';
import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren, VNode } from 'preact';
import { useNow, useTexts } from '../hooks.js';
import type { Session } from '../session.js';
import type { ChatState } from '../state.js';

/** A connection that takes longer than this to come about gets a banner; most don't. */
const PATIENCE_MS = 600;

/** Tells how the connection is, when it is not simply there, and what can be done about it. */
export function Banner({
  state,
  session,
  onGuest,
}: {
  state: ChatState;
  session: Session;
  onGuest: () => void;
}): VNode {
  const { connection } = state;
  const patient = usePatience(connection.state === 'connecting' && !state.everLive);
  let content: ComponentChildren = null;
  if (connection.state === 'stopped') content = <Stopped state={connection} session={session} onGuest={onGuest} />;
  else if (connection.state === 'waiting') content = <Waiting state={connection} session={session} />;
  else if (connection.state === 'connecting' && !patient) content = <Connecting again={state.everLive} />;
  return (
    <div class="banner-place" role="status">
      {content}
    </div>
  );
}

function usePatience(active: boolean): boolean {
  const [patient, setPatient] = useState(active);
  useEffect(() => {
    if (!active) return setPatient(false);
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [active]);
  return patient;
}

/** Seconds left of `sec`, counted down from when `since` became what it is; 0 where there is nothing to wait for. */
function useCountdown(sec: number | undefined, since: unknown): number {
  const [startMs, setStartMs] = useState(() => Date.now());
  useEffect(() => setStartMs(Date.now()), [since]);
  const nowMs = useNow(sec !== undefined);
  return sec === undefined ? 0 : Math.max(0, Math.round((startMs + sec * 1000 - nowMs) / 1000));
}

function Connecting({ again }: { again: boolean }): VNode {
  const t = useTexts();
  return (
    <div class="banner" data-kind="waiting">
      <span class="spinner" aria-hidden="true" />
      <p>{again ? t.reconnecting(0) : t.connecting}</p>
    </div>
  );
}

function Waiting({ state, session }: { state: Extract<RoomState, { state: 'waiting' }>; session: Session }): VNode {
  const t = useTexts();
  const leftSec = useCountdown(state.delayMs / 1000, state);
  return (
    <div class="banner" data-kind="waiting">
      <span class="spinner" aria-hidden="true" />
      <p>{t.reconnecting(leftSec)}</p>
      {leftSec > 0 && (
        <button type="button" class="button" data-kind="quiet" onClick={() => session.wake()}>
          {t.tryNow}
        </button>
      )}
    </div>
  );
}

/** How the server says that moderation does not allow the room's name. */
const ROOM_REFUSED = 'room name refused';

function Stopped({
  state,
  session,
  onGuest,
}: {
  state: Extract<RoomState, { state: 'stopped' }>;
  session: Session;
  onGuest: () => void;
}): VNode {
  const t = useTexts();
  const banSec = useCountdown(state.why === 'banned' ? state.remainingSec : undefined, state);
  const text = banSec > 0 ? t.bannedFor(t.duration(banSec)) : t.stopped[state.why];
  if (state.why === 'protocol_violation' && state.reason === ROOM_REFUSED)
    return (
      <div class="banner" data-kind="stopped">
        <p>{t.roomRefused}</p>
        <a class="button" href="/">
          {t.otherRoom}
        </a>
      </div>
    );
  return (
    <div class="banner" data-kind="stopped">
      <p>{text}</p>
      {state.why === 'replaced' && (
        <button type="button" class="button" data-kind="quiet" onClick={() => session.joinAsOther()}>
          {t.joinAsOther}
        </button>
      )}
      {state.why === 'token_invalid' ? (
        <button type="button" class="button" onClick={onGuest}>
          {t.asGuest}
        </button>
      ) : state.why === 'protocol_violation' ? (
        <button type="button" class="button" onClick={() => location.reload()}>
          {t.reload}
        </button>
      ) : banSec > 0 ? null : (
        <button type="button" class="button" onClick={() => session.room.reopen()}>
          {state.why === 'replaced' ? t.continueHere : t.comeBack}
        </button>
      )}
    </div>
  );
}
