import type { VNode } from 'preact';
import { useTexts } from '../hooks.js';
import { reasonText } from '../i18n/index.js';
import type { Outgoing } from '../state.js';
import { AlertIcon, CheckIcon, ClockIcon } from './icons.js';

export interface OutgoingRowProps {
  outgoing: Outgoing;
  onEdit: (id: string, text: string) => void;
  onResend: (id: string, text: string) => void;
  onDiscard: (id: string) => void;
}

/** One of the user's own messages on its way, or refused and kept for editing. */
export function OutgoingRow({ outgoing, onEdit, onResend, onDiscard }: OutgoingRowProps): VNode {
  const t = useTexts();
  const { id, text, state, failure } = outgoing;
  if (failure === undefined) {
    return (
      <li class="message" data-own="true" data-grouped="true" data-outgoing={state} tabIndex={-1}>
        <div class="message-body">
          <div class="bubble-line">
            <p class="bubble" dir="auto">
              {text}
            </p>
            <span class="progress" title={t.states[state]}>
              {state === 'accepted' ? <CheckIcon /> : <ClockIcon />}
              <span class="sr">{t.states[state]}</span>
            </span>
          </div>
        </div>
      </li>
    );
  }
  const unknown = failure.status === 'unknown';
  return (
    <li class="message" data-own="true" data-grouped="true" data-outgoing={failure.status} tabIndex={-1}>
      <div class="message-body">
        <div class="refused" role="alert">
          <p class="refused-reason">
            <AlertIcon />
            <span>{unknown ? t.unknownVerdict : `${t.refused}: ${reasonText(t, failure.reason)}`}</span>
          </p>
          <p class="refused-text" dir="auto">
            {text}
          </p>
          <p class="refused-tools">
            {failure.status === 'failed' && (
              <button type="button" class="button" data-kind="quiet" onClick={() => onResend(id, text)}>
                {t.sendAgain}
              </button>
            )}
            <button type="button" class="button" data-kind="quiet" onClick={() => onEdit(id, text)}>
              {t.edit}
            </button>
            <button type="button" class="button" data-kind="quiet" onClick={() => onDiscard(id)}>
              {t.discard}
            </button>
          </p>
        </div>
      </div>
    </li>
  );
}
