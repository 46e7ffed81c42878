import { useEffect } from 'preact/hooks';
import type { VNode } from 'preact';
import { useTexts } from '../hooks.js';
import type { Session } from '../session.js';
import type { ChatState } from '../state.js';

/** Names in the line; more are a number. */
const TYPING_NAMES_MAX = 3;
const EXPIRY_CHECK_MS = 1_000;

export function TypingLine({ state, session }: { state: ChatState; session: Session }): VNode {
  const t = useTexts();
  const active = state.typing.length > 0;
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => session.dispatch({ type: 'tick', nowMs: Date.now() }), EXPIRY_CHECK_MS);
    return () => clearInterval(timer);
  }, [active, session]);
  const names = state.typing.slice(0, TYPING_NAMES_MAX).map((one) => `\u2068${one.nick}\u2069`);
  return (
    <p class="typing" data-active={active}>
      {active && (
        <>
          <span class="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t.typing(names, state.typing.length - names.length)}
        </>
      )}
    </p>
  );
}
