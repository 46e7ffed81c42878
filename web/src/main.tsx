import { render } from 'preact';
import { App } from './app.js';
import { BadRoom } from './components/bad-room.js';
import { moderates, pathOf, roomOf, tokenOf } from './place.js';
import { readTheme } from './preferences.js';
import { Session } from './session.js';
import './styles/base.css';
import './styles/layout.css';
import './styles/messages.css';
import './styles/controls.css';

const TOKEN = 'maru.token';

/** The token of the address, kept for this window and taken out of the address so that a copied link has none. */
function takeToken(url: URL): string | undefined {
  const token = tokenOf(url);
  if (token === undefined) return sessionStorage.getItem(TOKEN) ?? undefined;
  if (token === '') sessionStorage.removeItem(TOKEN);
  else sessionStorage.setItem(TOKEN, token);
  return token === '' ? undefined : token;
}

/** Without a token that is no good any more, as a guest. */
function comeAsGuest(): void {
  sessionStorage.removeItem(TOKEN);
  location.reload();
}

function start(): void {
  document.documentElement.dataset['theme'] = readTheme();
  const root = document.getElementById('app');
  if (root === null) return;
  const url = new URL(location.href);
  const room = roomOf(url);
  if (room === undefined) return render(<BadRoom />, root);
  const token = takeToken(url);
  history.replaceState(null, '', pathOf(room));
  const session = new Session({ url: location.origin, room, token });
  addEventListener('online', () => session.wake());
  addEventListener('offline', () => session.wake());
  // A link with a token that is followed in the window that has the room open already.
  addEventListener('hashchange', () => tokenOf(new URL(location.href)) === undefined || location.reload());
  document.addEventListener('visibilitychange', () => document.hidden || session.wake());
  render(<App session={session} token={token} moderator={moderates(token, room)} onGuest={comeAsGuest} />, root);
}

start();
