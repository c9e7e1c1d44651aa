// From what a loss does, by the risk behind it, to a funded option: the security watch is late when
// the cloud region is lost, four ways to mend that stand beside each other, one is decided for and
// approved, and what follows is filed. From the home page on only by what the pages offer, by
// keyboard, and on a phone without script.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const MANAGER = 'continuity-manager';
const SPONSOR = 'sponsor';
const setting = { example: 'havensund', accounts: [MANAGER, SPONSOR] };
const WATCH = '/requirements/strategy/service/security-watch';
const PAGES = [
  '/requirements/strategy',
  `${WATCH}?mode=loss`,
  `${WATCH}?mode=loss&frequency=300&loss=50`,
  `${WATCH}?mode=loss&like=option/watch-quicker`,
  `${WATCH}?mode=loss&try=Cheap&rtc=3h&level=100%25&cost-per-year=1000+EUR`,
  '/requirements/strategy/service/booking?mode=malicious',
  '/requirements/strategy/service/archive',
  '/requirements/measures',
  '/requirements/turns?scenario=rostock-lost',
];

story('strategy, options and measures read well everywhere', setting, async ({ visit }) => {
  for (const view of [...VIEWS, { view: 'phone', scheme: 'light', script: false }]) {
    const grace = await visit({ as: MANAGER, ...view });
    for (const path of PAGES) {
      await grace.go(path);
      await grace.sound();
    }
  }
});

story('an option paper for the board is one page of print', setting, async ({ visit }) => {
  const grace = await visit({ as: MANAGER });
  for (const path of [`${WATCH}?mode=loss`, '/requirements/strategy/service/card-gateway?mode=loss']) {
    await grace.go(path);
    const paper = (await grace.page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(paper.match(/\/Type\s*\/Page[^s]/g).length, 1, path);
  }
});

/** Follows a link by keyboard, where its words alone do not say which. */
async function follow(page, link) {
  await Promise.all([page.waitForEvent('load'), link.press('Enter')]);
}

async function choose(visitor, label, value) {
  const field = visitor.page.getByLabel(label);
  await field.focus();
  await field.selectOption(value);
}

for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : ' by keyboard alone';
  story(`from a loss to a funded option${words}`, setting, async ({ server, visit }) => {
    const grace = await visit({ as: MANAGER, ...how });
    const { page } = grace;
    const main = () => page.innerText('main');
    // What does the loss of the region do? From here on no address is typed.
    await grace.go('/');
    await grace.press('link', 'What if');
    await grace.press('link', 'Amsterdam region lost');
    const late = page.locator('#targets').getByRole('row', { name: /^Security watch/ }).first();
    assert.match(await late.innerText(), /too late/);
    await follow(page, late.getByRole('link', { name: 'What may stop it' }));
    // Which risks are behind it, and what do they cost a year?
    assert.match(await main(), /Only the risks that stop Security watch/);
    await grace.sound();
    await grace.press('link', 'The cloud region in Amsterdam is gone for a day');
    // What can be done about this one, and what would that take away?
    const way = page.getByRole('row', { name: /^Keep a month of security events/ });
    assert.match(await way.innerText(), /4,200 EUR/);
    await grace.sound();
    await follow(page, way.getByRole('link', { name: 'Compare and decide' }));
    // Which ways are there, and which is the cheapest in time?
    assert.match(page.url(), /strategy\/service\/security-watch/);
    const told = await main();
    assert.match(told, /costs 6,333 EUR a year on average, and 1 year in 20 more than 63,333 EUR/);
    assert.match(told, /Keep a month of security events ready to be read in: 5,633 EUR a year/);
    assert.match(told, /2 h 40 min too late/);
    await grace.sound();
    // One more is tried; nothing of it is filed.
    await grace.type('What it is called', 'Half of it');
    await grace.type(/^Back after/, '6h');
    await grace.type(/^Costs a year/, '100 EUR');
    await grace.press('button', 'Set it beside the others');
    assert.match(await main(), /Half of it \(only tried\)/);
    const options = await server.api('GET', '/api/v1/options?limit=200');
    assert.ok(!JSON.stringify(options).includes('Half of it'), 'nothing was filed');
    // A decision without reasons is not filed, and what was typed is kept.
    const quicker = page.getByRole('region', { name: /^Keep a month of security events/ });
    await follow(page, quicker.getByRole('link', { name: 'Decide for this' }));
    await grace.type(/^Why this one/, 'Five hours are enough, and it is there in a month.');
    await grace.press('button', 'File the draft');
    assert.match(await main(), /say why it is not taken/);
    await grace.sound();
    await grace.type(/^Read the logs of the most important machines by hand/, 'nobody would repair');
    await grace.type(/^The maker runs a second one in Dublin/, 'three times the price');
    await grace.type(/^A second one of our own in Luebeck/, 'more than we need');
    await choose(grace, /Who approves it/, 'role/managing-director');
    await page.getByLabel(/Holds until/).fill('2031-12-31');
    await grace.type(/^Money granted/, '7000 EUR');
    await grace.press('button', 'File the draft');
    assert.match(await main(), /waits for approval/);
    await grace.sound();
    // Who may approve it does.
    const mara = await visit({ as: SPONSOR, ...how });
    await mara.go('/');
    await mara.press('link', /Requirements and strategy$/);
    await mara.press('link', 'Strategy');
    const asked = mara.page.getByRole('row', { name: /^Security watch.*things are lost/ });
    await follow(mara.page, asked.getByRole('link', { name: 'Security watch' }));
    await mara.press('button', 'Agree and put in force');
    assert.match(await mara.page.innerText('main'), /decided\s+for\s+Keep a month/);
    await mara.sound();
    // What follows is filed, once.
    await page.reload({ waitUntil: 'load' });
    const build = /^File the draft: Bring about/;
    await grace.press('button', build);
    assert.equal(await page.getByRole('button', { name: build }).count(), 0);
    assert.match(await main(), /Bring about: Keep a month[^\n]*\(filed\)/);
    const all = await server.api('GET', '/api/v1/strategy');
    const row = all.rows.find((it) => it.id === 'service/security-watch' && it.mode === 'loss');
    assert.equal(row.standing, 'decided');
    assert.equal(row.option, 'option/watch-quicker');
    assert.deepEqual(row.cost_per_year, { low: 3200, high: 3800 });
  });
}
