// The stage of a story: a server of its own, one browser for the file, visitors of every kind. A
// story is a test of node's own runner; see README.md.
import { after, before, test } from 'node:test';
import { launched } from './chromium.mjs';
import { Server } from './server.mjs';
import { Visitor } from './visitor.mjs';

/** Both widths in both colours; the first and the last are enough for most. */
export const VIEWS = [
  { view: 'wide', scheme: 'light' },
  { view: 'wide', scheme: 'dark' },
  { view: 'phone', scheme: 'light' },
  { view: 'phone', scheme: 'dark' },
];

let browser;

before(async () => {
  browser = await launched();
});

after(async () => {
  await browser?.close();
});

/**
 * A story. `setting`: `example` (a folder of examples/ to import), `accounts` (functions for which
 * accounts are opened, or pairs of function and person), `arguments` (in the place of `serve`).
 * `tell({ server, visit, browser })` tells it; visitors close by themselves, and fail the story by
 * whatever went wrong behind their backs.
 */
export function story(name, setting, tell) {
  test(name, { timeout: setting.patience ?? 300_000 }, async (context) => {
    const server = await Server.start(setting.arguments);
    const visitors = [];
    const visit = async ({ as, ...how } = {}) => {
      const cookie = as && server.cookies.get(as);
      if (as && !cookie) throw new Error(`the setting opens no account ${as}`);
      const visitor = await Visitor.open(browser, server.url, cookie, how);
      visitors.push(visitor);
      return visitor;
    };
    try {
      if (!setting.bare) await server.administrator();
      for (const account of setting.accounts ?? []) await server.account(...[account].flat());
      if (setting.example) await server.importFolder(setting.example);
      await tell({ server, visit, browser, context });
      for (const visitor of visitors) visitor.calm();
    } finally {
      for (const visitor of visitors) await visitor.context.close();
      await server.stop();
    }
  });
}

export { PASSWORD, Server, folder } from './server.mjs';
export { Visitor } from './visitor.mjs';
