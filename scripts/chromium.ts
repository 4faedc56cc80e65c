import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** The first one found is taken. A browser with a user interface renders it for each window: a second of CPU, unseen. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** No window, no sandbox (CI runs as root), and no network access of its own. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws Error that says how to install it if the machine has no Chromium. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const { RINGPOST_CHROMIUM: chosen, PATH = '' } = environment;
  if (chosen) return chosen;
  const places = names.flatMap((name) => PATH.split(delimiter).map((directory) => join(directory, name)));
  const found = places.find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `no ${names.join(', ')} on PATH: install one (Debian: apt-get install chromium-headless-shell; Ubuntu: apt-get install chromium; macOS: brew install chromium), or set RINGPOST_CHROMIUM to the path of a Chrome`,
  );
}

/** A browser with its own profile, which is deleted afterwards. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: flags });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
