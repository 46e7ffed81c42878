import { existsSync } from 'node:fs';
import { readDemoConfig, startDemo } from '@maru/demo';
import type { Demo } from '@maru/demo';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Front } from '../client/front.js';
import { PersonInRoom } from '../client/people.js';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why browser tests cannot run here, for node:test's `skip`. */
export const noBrowser: string | false =
  !existsSync(CHROMIUM) && `needs Chromium at ${CHROMIUM}: install Debian's chromium, or set CHROMIUM`;

/** Longest wait for anything on a page; machines that run all tests at once are slow. */
const WAIT_MS = 20_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser, and the whole chat behind an address that can be cut. */
export class Stage {
  readonly front = new Front();
  url = '';
  /** Errors of every page's console and scripts; a healthy page has none. */
  readonly problems: string[] = [];
  #browser: Browser | undefined;
  #demo: Demo | undefined;
  readonly #people: PersonInRoom[] = [];

  async open(env: Record<string, string> = {}): Promise<void> {
    this.#demo = await startDemo(
      readDemoConfig({ PORT: '0', OPS_PORT: '0', LOG_LEVEL: 'error', DRAIN_MS: '0', SENDS_PER_SEC: '0', ...env }),
    );
    this.front.target = this.#demo.port;
    this.url = await this.front.open();
    this.#browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }

  async close(): Promise<void> {
    for (const person of this.#people) person.client.close();
    await this.#browser?.close();
    await this.#demo?.stop();
    await this.front.close();
  }

  /** A page of a new person (own storage), in the room and live. */
  async enter(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page(path, options);
    await page.waitForSelector('.dot[data-state=live]');
    return page;
  }

  async page(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (this.#browser === undefined) throw new Error('open() first');
    const context = await this.#browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
    await page.goto(this.url + path);
    return page;
  }

  /** Somebody without a page. */
  async person(room: string, nick?: string): Promise<PersonInRoom> {
    const person = new PersonInRoom(this.url, room, { nick });
    this.#people.push(person);
    await person.room.whenLive();
    return person;
  }
}

/** Writes into the message field and presses Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await page.fill('#composer', text);
  await page.press('#composer', 'Enter');
}

/** Waits for a delivered message with this text, and gives its row. */
export async function delivered(page: Page, text: string): Promise<ReturnType<Page['locator']>> {
  const row = page.locator('.message[data-seq]', { has: page.locator('.bubble', { hasText: text }) }).last();
  await row.waitFor();
  return row;
}
