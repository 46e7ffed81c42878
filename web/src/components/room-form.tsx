import { normalizeRoom } from '@maru/client';
import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { useTexts } from '../hooks.js';
import { pathOf } from '../place.js';

/** Asks for a room name and goes there. */
export function RoomForm(): VNode {
  const t = useTexts();
  const [name, setName] = useState('');
  const [wrong, setWrong] = useState(false);
  const open = (event: Event): void => {
    event.preventDefault();
    const room = normalizeRoom(name.trim());
    setWrong(room === undefined);
    if (room !== undefined) location.assign(pathOf(room));
  };
  return (
    <form class="field" onSubmit={open}>
      <label for="room-name">{t.openRoom}</label>
      <div class="field-row">
        <input
          id="room-name"
          value={name}
          placeholder={t.roomName}
          autocomplete="off"
          aria-invalid={wrong}
          aria-describedby="room-name-hint"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button class="button" type="submit">
          {t.go}
        </button>
      </div>
      <p id="room-name-hint" class="hint" data-wrong={wrong}>
        {t.openRoomHint}
      </p>
    </form>
  );
}
