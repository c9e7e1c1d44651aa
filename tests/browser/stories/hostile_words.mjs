// Every free text of every record tries to become script, and so does what is searched for: on no
// page does it become more than words (S-10).
import assert from 'node:assert/strict';
import { PAYLOADS } from '../payloads.mjs';
import { story } from '../stage.mjs';

/** Keys under which a text is more than words. */
const STRICT = /^(kind|id|type|by|.*(loss|rate|size|spend|cost|cost-per-year|median|p90|fixed|per-hour|cap|most|least|to-act|avoids|loss-low|loss-high|cost-max|cost-per-year-max|cost-to-act|people-per-year|fee|amount|granted|above))$/;

/** The records with a payload in the place of every free text. */
function poisoned(records) {
  let count = 0;
  const walk = (value, key) => {
    if (Array.isArray(value)) return value.map((it) => walk(it, key));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, walk(it, key)]));
    }
    const free = typeof value === 'string' && !STRICT.test(key);
    if (!free || !(value.includes(' ') || key === 'name' || key === 'description')) return value;
    count += 1;
    return `${value} ${PAYLOADS[count % PAYLOADS.length]}`;
  };
  return { records: records.map((it) => walk(it, '')), count };
}

/** What would have come of it: a call that was made, or an element that no page of ours has. */
async function harmless(visitor) {
  const found = await visitor.page.evaluate(() => {
    const acting = [...document.querySelectorAll('*')].filter((it) =>
      it.getAttributeNames().some((name) => name.startsWith('on') || name === 'srcdoc'),
    );
    const ours = (it) => it.src.startsWith(`${location.origin}/assets/`);
    const foreign = [...document.scripts].filter((it) => !ours(it));
    const reaching = [...document.querySelectorAll('[href],[action],[formaction],[src],[data]')].filter((it) =>
      ['href', 'action', 'formaction', 'src', 'data'].some((name) =>
        /^\s*(java\s*script|vbscript|data:text)/i.test(it.getAttribute(name) ?? ''),
      ),
    );
    const alien = [...document.querySelectorAll('iframe,object,embed,base,meta[http-equiv],marquee,math')];
    return [...acting, ...foreign, ...reaching, ...alien].map((it) => it.outerHTML.slice(0, 200));
  });
  assert.deepEqual(found, [], visitor.page.url());
  assert.deepEqual(visitor.owned, [], visitor.page.url());
}

story('hostile words stay words on every page', { example: 'havensund', patience: 900_000 }, async ({
  server,
  visit,
}) => {
  const whole = await server.api('GET', '/api/v1/export/mainstay?format=json');
  const { records, count } = poisoned(whole);
  assert.ok(PAYLOADS.length >= 100 && count > 5 * PAYLOADS.length, `${PAYLOADS.length} in ${count} places`);
  await server.importFiles([['hostile.json', JSON.stringify(records)]]);
  const ada = await visit({ as: 'administrator' });
  ada.owned = [];
  await ada.context.exposeBinding('owned', () => ada.owned.push(ada.page.url()));
  // Every record that stands for its kind, on the pages that its kind has.
  const [seen, open] = [new Set(), ['/', '/records', '/findings', '/map', '/changes', '/requirements/impact']];
  const kinds = new Map();
  while (open.length > 0) {
    const path = open.shift();
    const head = await ada.page.request.head(path, { maxRedirects: 0 });
    if (!/text\/html/.test(head.headers()['content-type'] ?? '')) continue;
    await ada.page.goto(path);
    await harmless(ada);
    for (const href of await ada.page.$$eval('a[href]', (all) => all.map((it) => it.getAttribute('href')))) {
      const url = new URL(href, ada.page.url());
      if (url.origin !== server.url || /^\/(api|assets|sign-|help)/.test(url.pathname)) continue;
      // The path without the last name: two of each kind of page.
      const kind = url.pathname.split('/').map((it, at) => (at === 3 ? '*' : it)).join('/');
      const alike = kinds.get(kind) ?? 0;
      if (alike >= 2 || seen.has(url.pathname)) continue;
      seen.add(url.pathname);
      kinds.set(kind, alike + 1);
      open.push(url.pathname);
    }
  }
  const asking = ['/search?q=', '/sign-in?next=', '/changes?of=', '/?as-of=', '/nothing-here/'];
  for (const [at, payload] of PAYLOADS.entries()) {
    // Every payload is searched for; each of the other places sees every fourth.
    for (const path of [asking[0], asking[1 + (at % 4)]]) {
      await ada.page.goto(path + encodeURIComponent(payload));
      await harmless(ada);
    }
  }
});

story('hostile words in forms come back as words', {}, async ({ server, visit }) => {
  const eve = await visit({});
  eve.owned = [];
  await eve.context.exposeBinding('owned', () => eve.owned.push(eve.page.url()));
  await eve.go('/sign-in');
  for (const payload of PAYLOADS.slice(0, 40)) {
    await eve.page.getByLabel('Account', { exact: true }).fill(payload);
    await eve.page.getByLabel('Password', { exact: true }).fill('x');
    await eve.page.getByRole('button', { name: 'Sign in' }).click();
    await eve.page.getByRole('alert').waitFor();
    await harmless(eve);
  }
});
