import { codePoints } from '@maru/client';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useTexts } from '../hooks.js';
import { LANGUAGES, texts } from '../i18n/index.js';
import type { Language } from '../i18n/index.js';
import { THEMES } from '../preferences.js';
import type { Theme } from '../preferences.js';
import type { ChatState } from '../state.js';
import { Dialog } from './dialog.js';
import { RoomForm } from './room-form.js';

/** Longest nickname of the protocol, in code points. */
const NICK_MAX = 32;

export interface SettingsProps {
  state: ChatState;
  signedIn: boolean;
  language: Language;
  theme: Theme;
  onLanguage: (language: Language) => void;
  onTheme: (theme: Theme) => void;
  onRename: (nick: string) => void;
  onClose: () => void;
}

export function Settings(props: SettingsProps): VNode {
  const t = useTexts();
  const { language, theme, onLanguage, onTheme, onClose } = props;
  return (
    <Dialog title={t.settings} onClose={onClose}>
      <Nickname {...props} />
      <Choice
        legend={t.languageLabel}
        name="language"
        values={LANGUAGES}
        value={language}
        label={(value) => texts[value].language}
        onChange={onLanguage}
      />
      <Choice
        legend={t.theme}
        name="theme"
        values={THEMES}
        value={theme}
        label={(value) => t.themes[value]}
        onChange={onTheme}
      />
      <RoomForm />
    </Dialog>
  );
}

function Nickname({ state, signedIn, onRename, onClose }: SettingsProps): VNode {
  const t = useTexts();
  const [nick, setNick] = useState(state.me?.nick ?? '');
  const wish = nick.trim();
  const save = (event: Event): void => {
    event.preventDefault();
    if (wish !== '' && wish !== state.me?.nick) onRename(wish);
    onClose();
  };
  return (
    <form class="field" onSubmit={save}>
      <label for="nickname">{t.nickname}</label>
      <div class="field-row">
        <input
          id="nickname"
          value={nick}
          disabled={signedIn}
          autocomplete="nickname"
          aria-describedby="nickname-hint"
          onInput={(event) => setNick(event.currentTarget.value)}
        />
        <button class="button" type="submit" disabled={signedIn || wish === '' || codePoints(wish) > NICK_MAX}>
          {t.save}
        </button>
      </div>
      <p id="nickname-hint" class="hint">
        {signedIn ? t.nicknameFixed : codePoints(wish) > NICK_MAX ? t.nicknameTooLong(NICK_MAX) : t.nicknameHint}
      </p>
    </form>
  );
}

interface ChoiceProps<Value extends string> {
  legend: string;
  name: string;
  values: readonly Value[];
  value: Value;
  label: (value: Value) => string;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ legend, name, values, value, label, onChange }: ChoiceProps<Value>): VNode {
  return (
    <fieldset class="field choice">
      <legend>{legend}</legend>
      <div class="segments">
        {values.map((one) => (
          <label key={one}>
            <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
            <span>{label(one)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
