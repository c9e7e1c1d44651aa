// The browser of the system, without a window. None is ever downloaded.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** A browser: the system's, never one that is downloaded. */
export async function launched() {
  const executablePath = process.env.MAINSTAY_BROWSER ?? found();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // A small /dev/shm, as in containers, would kill tabs.
  const args = [...sandbox, '--disable-gpu', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath, args });
}

function found() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(':');
  const paths = folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));
  const path = paths.find((path) => existsSync(path));
  if (!path) throw new Error('no Chromium: run ./test, or set MAINSTAY_BROWSER');
  return path;
}
