// Pictures of every screen of the demonstration, for the handbook: ORIGIN is where it runs, FOLDER
// where the pictures go. Each stage gets a page that shows them; what was there before is taken away.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launched } from './chromium.mjs';
import { Visitor } from './visitor.mjs';

/** Largest picture; small enough for a bad link. */
const BYTES_MAX = 60_000;
const WIDE = { view: 'wide', scheme: 'light' };
const PHONE = { view: 'phone', scheme: 'light' };
const DARK = [
  { view: 'wide', scheme: 'dark' },
  { view: 'phone', scheme: 'dark' },
];

const friday = () => {
  const day = new Date();
  while (day.getUTCDay() !== 5) day.setUTCDate(day.getUTCDate() + 1);
  return `${day.toISOString().slice(0, 10)}T16:30`;
};

/** By stage: name, what it is, address, and whether it is shown in the dark as well. */
const SCREENS = {
  '1-initiation': [
    ['home', 'Home: would we be back in time?', '/', 'dark'],
    ['tour', 'The tour of the demonstration', '/?tour=1'],
    ['initiation', 'The stage, and how far each part has come', '/initiation'],
    ['policy', 'A policy: rules, whom they bind, who breaks them', '/initiation/policies/continuity'],
    ['scope', 'What is in, out and undecided', '/initiation/scope'],
    ['roles', 'Who holds which role', '/initiation/roles'],
    ['who', 'Who is in charge on a Friday at 16:30', `/initiation/who?at=${friday()}`, 'dark'],
    ['programme', 'The programme and what it owes', '/initiation/programme'],
    ['steering', 'What the steering body decided', '/initiation/steering'],
    ['records', 'Records of every kind', '/records'],
    ['record-list', 'The records of a kind', '/records/services'],
    ['record', 'A record with its history', '/records/plans/restore-booking'],
    ['record-form', 'The form of a record', '/records/services/card-gateway/edit'],
    ['record-grid', 'Many at once, as in a spreadsheet', '/records/services/grid'],
    ['import', 'Bringing files in', '/records/import'],
    ['changes', 'What changed', '/changes'],
    ['search', 'Searching everything', '/search?q=booking'],
  ],
  '2-requirements': [
    ['requirements', 'The stage', '/requirements'],
    ['bia', 'The impact analysis: who was asked, who answered', '/requirements/bia'],
    ['bia-table', 'The same as a table, for analysts', '/requirements/bia/table'],
    ['services', 'Services: needed, calculated, shown', '/requirements/services'],
    ['service', 'One service', '/items/service/card-gateway', 'dark'],
    ['activity', 'One activity', '/items/activity/take-card-payments'],
    ['map', 'What hangs on what', '/map?of=service/card-gateway&hops=2', 'dark'],
    ['map-lost', 'The same with something lost', '/map?of=service/card-gateway&hops=2&lose=component/dns-forwarder'],
    ['findings', 'What is wrong, the worst first', '/findings'],
    ['impact', 'Amsterdam is lost, Friday 16:30', `/requirements/impact?lose=site/ams-cloud&at=${friday()}`, 'dark'],
  ],
  '3-implementation': [['implementation', 'The stage', '/implementation']],
  '4-operation': [
    ['operation', 'The stage', '/operation'],
    ['exercises', 'Exercises, past and to come', '/operation/exercises'],
    ['run', 'A plan that was carried out', '/runs/booking-in-luebeck-1', 'dark'],
  ],
  '5-invocation': [['invocation', 'The stage', '/invocation']],
};

const { ORIGIN, FOLDER } = process.env;
mkdirSync(FOLDER, { recursive: true });
for (const name of readdirSync(FOLDER)) rmSync(join(FOLDER, name));
const browser = await launched();
const cookie = await signedIn('mara-holst');
const faults = [];
let [count, sum] = [0, 0];
const visitors = new Map();
for (const how of [WIDE, PHONE, ...DARK]) {
  visitors.set(how, await Visitor.open(browser, ORIGIN, cookie, how));
}
for (const [stage, screens] of Object.entries(SCREENS)) {
  const lines = [`# The pages of stage ${stage[0]}, in pictures`, ''];
  lines.push('Made by `cargo xtask pictures` from the demonstration; a page that changes changes here.', '');
  for (const [name, words, path, dark] of screens) {
    lines.push(`## ${words}`, '', `\`${decodeURIComponent(path)}\``, '');
    for (const how of dark ? [WIDE, PHONE, ...DARK] : [WIDE, PHONE]) {
      const file = `${name}-${how.view}-${how.scheme}.webp`;
      try {
        writeFileSync(join(FOLDER, file), await picture(visitors.get(how), path));
        const alt = `${words}: ${how.view === 'wide' ? 'on a wide screen' : 'on a phone'}, ${how.scheme}`;
        lines.push(`![${alt}](${file})`);
        count += 1;
      } catch (error) {
        faults.push(`${path} (${how.view}, ${how.scheme}): ${error.message.split('\n')[0]}`);
      }
    }
    lines.push('');
  }
  writeFileSync(join(FOLDER, `${stage}.md`), `${lines.join('\n').trimEnd()}\n`);
}
await browser.close();
console.log(`${count} pictures, ${Math.round(sum / 1000)} KB`);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

async function signedIn(account) {
  const body = new URLSearchParams({ account, next: '/' });
  const response = await fetch(`${ORIGIN}/sign-in/as`, { method: 'POST', body, redirect: 'manual' });
  const set = response.headers.getSetCookie()[0];
  if (!set) throw new Error(`nobody is ${account} here: ${response.status}`);
  return set.split(';')[0];
}

/** The first screenful, in as fine a quality as its size allows. */
async function picture(visitor, path) {
  await visitor.go(path);
  await visitor.page.evaluate(() => document.fonts.ready);
  for (const quality of [80, 65, 50, 35]) {
    const shot = await visitor.session.send('Page.captureScreenshot', { format: 'webp', quality });
    const bytes = Buffer.from(shot.data, 'base64');
    if (bytes.length > BYTES_MAX && quality > 35) continue;
    sum += bytes.length;
    return bytes;
  }
  throw new Error('unreachable: the last quality is taken whatever its size');
}
