// Every page that a link leads to is sound: wide and narrow, light and dark, and without script;
// none is heavy. Of pages that differ only by what they are about, a few are looked at.
import assert from 'node:assert/strict';
import { story } from '../stage.mjs';

/** How many of pages that differ only by what they are about. */
const ALIKE_MAX = 1;
/** Bytes over the wire of a first view, and of all scripts there are. */
const FIRST_VIEW_MAX = 100_000;
const SCRIPTS_MAX = 25_000;
/** Words in a path that are no names. */
const WORDS = new Set(`items records new edit history compare import grid help runs bia findings rules
  policies exercises plans services activities evidence table report begin check print start scope
  roles who programme budget steering charter impact activity service component dataset site supplier
  team`.split(/\s+/));

/** What pages have in common that differ only by what they are about. */
function sort(url) {
  if (url.searchParams.has('as-of')) return 'the past';
  const [first, ...rest] = url.pathname.split('/').slice(1);
  if (first === 'records') rest[0] &&= '*';
  const path = [first, ...rest.map((it) => (WORDS.has(it) ? it : '*'))].join('/');
  // One page of each shape as it stands, and one as it is asked for something.
  return `${path}${url.search ? '?' : ''}`;
}

/** Follows links from the first page on; each page is looked at once. */
async function walk(visitor, origin, look) {
  const [seen, sorts, open, faults] = [new Set(['/']), new Map(), ['/'], []];
  const fault = (path, error) => faults.push(`${path}: ${error.message}`);
  while (open.length > 0) {
    const path = open.shift();
    const head = await visitor.page.request.head(path, { maxRedirects: 0 });
    const shown = head.status() === 200 && /text\/html/.test(head.headers()['content-type'] ?? '');
    if (head.status() >= 400) fault(path, { message: `is linked to and answers ${head.status()}` });
    if (!shown) continue;
    await visitor.go(path);
    await look(path).catch((error) => fault(path, error));
    const links = await visitor.page.$$eval('a[href]', (all) => all.map((it) => it.getAttribute('href')));
    for (const link of links) {
      const url = new URL(link, visitor.page.url());
      const path = url.pathname + url.search;
      if (url.origin !== origin || /^\/(api\/|assets|sign-)/.test(path) || seen.has(path)) continue;
      const alike = sorts.get(sort(url)) ?? 0;
      if (alike >= ALIKE_MAX) continue;
      seen.add(path);
      sorts.set(sort(url), alike + 1);
      open.push(path);
    }
  }
  // Not assert.equal, which would show it all twice.
  if (faults.length > 0) throw new Error(`of ${seen.size} pages:\n${faults.join('\n')}`);
  assert.ok(seen.size > 5, [...seen].join(' '));
}

const setting = { example: 'havensund', patience: 900_000 };

story('every page suits a desk, and none is heavy', setting, async ({ server, visit }) => {
  const ada = await visit({ as: 'administrator' });
  const session = ada.session;
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const scripts = new Map();
  await walk(ada, server.url, async (path) => {
    await ada.sound();
    const { all } = ada.bytes();
    assert.ok(all <= FIRST_VIEW_MAX, `${path}: ${all} bytes`);
    for (const it of ada.traffic) if (it.type === 'Script') scripts.set(it.url, it.bytes);
  });
  const sum = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
  assert.ok(sum <= SCRIPTS_MAX, `${sum} bytes of scripts: ${JSON.stringify([...scripts])}`);
});

story('every page suits a phone in the dark', setting, async ({ server, visit }) => {
  const ada = await visit({ as: 'administrator', view: 'phone', scheme: 'dark' });
  await walk(ada, server.url, () => ada.sound());
});

story('every page reads without script', setting, async ({ server, visit }) => {
  const ada = await visit({ as: 'administrator', view: 'phone', script: false });
  await walk(ada, server.url, () => ada.fits());
});
