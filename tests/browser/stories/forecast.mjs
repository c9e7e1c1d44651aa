// What may come: the hazards of each site with return period, interval and arithmetic in words,
// another belief tried without touching a record, the past foretold again and scored, and a forecast
// that is kept and can be found. By keyboard, and on a phone without script.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const OWNER = 'risk-owner';
const setting = { example: 'havensund', accounts: [OWNER, 'reader'] };
const PATH = '/requirements/forecast';

/** Thirty years of a hazard at Harbour House: enough to foretell the past again. */
const years = Array.from({ length: 30 }, (_, at) => 1996 + at);
const history = [`kind: hazard
id: ice
name: Ice in the harbour
observed: { from: 1996-01-01, to: 2026-01-01 }
prior: { events: 1, years: 5 }
`, ...years.filter((year) => year % 3 === 0).map((year) => `kind: occurrence
id: ice-${year}
name: Ice of ${year}
status: approved
hazard: ice
site: rst1
at: ${year}-02-0${1 + (year % 7)}T08:00:00Z
`)].join('---\n');

story('what may come reads well everywhere', setting, async ({ server, visit }) => {
  await server.importFiles([['ice.yaml', history]]);
  await server.api('POST', '/api/v1/forecasts?within=30d');
  for (const view of [VIEWS[0], VIEWS[3], { view: 'phone', scheme: 'light', script: false }]) {
    const owner = await visit({ as: OWNER, ...view });
    for (const path of [PATH, `${PATH}?within=3652d&hazard=ice&events=9&years=3`]) {
      await owner.go(path);
      await owner.sound();
    }
    await owner.go(`${PATH}?within=soon`, 422);
    await owner.sound();
  }
});

for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : ' by keyboard alone';
  story(`how often ice comes to the harbour${words}`, setting, async ({ server, visit }) => {
    await server.importFiles([['ice.yaml', history]]);
    const owner = await visit({ as: OWNER, ...how });
    const { page } = owner;
    const site = page.locator('section.outlook', { hasText: 'Harbour House, Rostock' }).first();
    const ice = () => site.locator('ul.hazards > li', { hasText: 'Ice in the harbour' }).innerText();
    await owner.go(PATH);
    await (await owner.tabTo('combobox', 'Within')).selectOption('365d');
    await owner.press('button', 'Show');
    const asked = (await server.api('GET', '/api/v1/forecast?within=365d')).sites;
    const of = asked.find((it) => it.id === 'site/rst1').hazards.find((it) => it.hazard === 'hazard/ice');
    // Ten in thirty years, and one in five before: 11 in 35 by hand, or with less trust in the old.
    assert.equal(of.events, 10);
    const mean = of.rate_per_year.mean;
    assert.ok(mean > 0.25 && mean < 0.45, `${mean}`);
    const told = await ice();
    assert.match(told, /about once in \d years|about once in 3/);
    assert.match(told, /this is not a timetable/);
    const percent = (share) => `${(share * 100).toFixed(0)} %`;
    const [low, high] = of.probability_range;
    assert.ok(told.includes(percent(of.probability)), told);
    assert.ok(told.includes(`between ${percent(low)} and ${percent(high)}`), told);
    assert.ok(low < of.probability && of.probability < high);
    // What comes most stands first, and the arithmetic is there to read.
    assert.match(await site.locator('ul.hazards > li').first().innerText(), /Ice in the harbour/);
    await site.locator('summary', { hasText: 'How that was reckoned' }).first().press('Enter');
    assert.match(await ice(), /10 in 30\.0 years, 1996-01-01 to 2026-01-01/);

    // The past is foretold again, and scored beside the long-run rate.
    const score = await page.locator('section', { hasText: 'What we forecast, and what happened' }).last().innerText();
    assert.match(score, /better than the long-run rate/i);
    assert.match(score, /Brier score/);

    // Another belief is tried, and no record changes.
    await page.locator('summary', { hasText: 'Try another belief' }).press('Enter');
    await (await owner.tabTo('combobox', 'Hazard')).selectOption('ice');
    await owner.type(/^Events/, '90');
    await owner.type(/^Years/, 'three');
    await owner.press('button', 'Try');
    assert.match(await page.innerText('main'), /A number above zero/);
    await owner.type(/^Years/, '30');
    await owner.press('button', 'Try');
    assert.match(await page.innerText('main'), /Tried out: Ice in the harbour/);
    assert.equal(await page.getByRole('button', { name: 'Keep the forecast of today' }).count(), 0, 'what is tried is not kept');
    const record = await server.api('GET', '/api/v1/hazards/ice');
    assert.ok(!JSON.stringify(record).includes('90'), 'the record is as it was');
    await owner.press('link', 'Back to the records');

    // What is said is kept, and what becomes of it can be looked up.
    await owner.press('button', 'Keep the forecast of today');
    const kept = await server.api('GET', '/api/v1/forecasts');
    assert.ok(kept.items.some((it) => it.key === 'hazard/ice@site/rst1'));
    const list = await page.locator('section', { has: page.locator('#kept') }).innerText();
    assert.match(list, new RegExp(`${kept.kept} were kept: ${kept.open} are still open`));
    await owner.sound();
    const reader = await visit({ as: 'reader', ...how });
    await reader.go(PATH);
    assert.equal(await reader.page.getByRole('button', { name: 'Keep the forecast of today' }).count(), 0);
  });
}
