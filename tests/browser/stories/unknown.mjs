// What nobody planned for: two providers that share a duct are found as a story, ranked, and marked
// until a plan answers it; and a supplier that nobody listed is gone: what stops, what is late, who
// answers it, kept as a scenario in a few steps. By keyboard, and on a phone without script.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const MANAGER = 'continuity-manager';
const setting = { example: 'havensund', accounts: [MANAGER] };
const BARE = { view: 'phone', scheme: 'dark', script: false };

/** A quay that sells through two providers; their lines look independent and lie in one duct. */
const duct = `kind: activity
id: quay-sales
name: Sell at the quay
targets: { mtpd: 8h, wrt: 2h }
requires: [quay-shop]
---
kind: service
id: quay-shop
name: The quay shop
recovery: { takes: 10m, by: team/network }
requires: [{ any: 1, of: [provider-north, provider-south] }]
---
kind: component
id: provider-north
name: Provider north
requires: [quay-duct]
recovery: { takes: 2d, by: team/network }
---
kind: component
id: provider-south
name: Provider south
requires: [quay-duct]
recovery: { takes: 3d, by: team/network }
---
kind: component
id: quay-duct
name: Duct under the quay
recovery: { takes: 5d }
`;

/** A plan for it. */
const radio = `kind: scenario
id: quay-cut
name: The quay is cut off
status: approved
loses: [quay-duct]
---
kind: plan
id: quay-by-radio
name: The quay by radio
status: approved
covers: [activity/quay-sales]
scenarios: [quay-cut]
steps: [{ id: radio, title: Sell by radio, by: network, people: 1, takes: 1h }]
`;

for (const how of [{}, BARE]) {
  const words = how.script === false ? ' on a phone without script' : '';
  story(`both providers hang on one duct, until a plan answers it${words}`, setting, async ({ server, visit }) => {
    await server.importFiles([['duct.yaml', duct]]);
    const grace = await visit({ as: MANAGER, ...how });
    const { page } = grace;
    const item = (title) => page.locator('#stories li', { has: page.getByRole('link', { name: title, exact: true }) });

    await grace.go('/requirements/unknown?order=1');
    await grace.sound();
    assert.match(await item('Duct under the quay is gone').innerText(), /no plan in force answers it[^]*Late: Sell at the quay/);
    assert.equal(await item('Both at once: Provider north and Provider south').count(), 0, 'that takes two losses');
    await grace.press('link', 'Up to 2 at once');
    await grace.sound();
    const told = await server.api('GET', '/api/v1/unknown?order=2');
    const both = told.stories.find((it) => it.title === 'Both at once: Provider north and Provider south');
    const shown = await item(both.title).innerText();
    assert.match(shown, /They look independent, and both hang on Duct under the quay/);
    assert.match(shown, /no plan in force answers it/);
    // Worst first: what no plan answers, then the fewest losses.
    const titles = await page.locator('#stories li strong a').allInnerTexts();
    assert.deepEqual(titles, told.stories.slice(0, 25).map((it) => it.title));
    const rank = told.stories.map((it) => [it.uncovered === 0, it.order]);
    assert.deepEqual(rank, rank.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));

    await grace.press('link', both.title);
    await grace.sound();
    const ways = await page.innerText('main');
    assert.match(ways, /Provider north, Provider south/);
    assert.match(ways, /Take one of them away from Duct under the quay/);
    assert.match(ways, /Sell at the quay: back after .*, needed within 4 h 8 min/);

    await server.importFiles([['radio.yaml', radio]]);
    await grace.go('/requirements/unknown?order=1');
    const answered = await item('Duct under the quay is gone').innerText();
    assert.match(answered, /answered, too slowly/);
    assert.doesNotMatch(answered, /no plan/i);
    const after = await server.api('GET', '/api/v1/unknown?order=1');
    const gone = after.stories.find((it) => it.title === 'Duct under the quay is gone');
    assert.deepEqual(gone.sets[0].activities[0].covered_by, ['plan/quay-by-radio']);
    assert.ok(after.stories.slice(after.stories.indexOf(gone)).every((it) => it.uncovered === 0), 'it stands last');
  });

  story(`a supplier nobody listed is gone${words}`, setting, async ({ server, visit }) => {
    const grace = await visit({ as: MANAGER, ...how });
    const { page } = grace;
    await grace.go('/requirements/unknown');
    await grace.press('link', 'Something else is lost');
    await (await grace.tabTo('combobox', /What sort of thing is gone/)).selectOption('supplier');
    await grace.press('button', 'Show what happens');
    await grace.sound();
    await grace.tabTo('checkbox', 'Wolkenwerft Cloud');
    await page.keyboard.press('Space');
    await grace.press('button', 'Show what happens');
    await grace.sound();

    const lose = 'supplier/wolkenwerft';
    const does = await server.api('GET', `/api/v1/impact?lose=${lose}`);
    const stops = await page.innerText('#stops');
    assert.match(stops, new RegExp(`^${does.stopped.length} things stop`));
    const late = does.breaches.filter((it) => it.verdict !== 'meets');
    assert.equal(await page.locator('#stops tbody tr').count(), Math.min(15, late.length));
    assert.ok(late.length > 0, 'something is late');
    const plans = await page.innerText('#plans');
    assert.match(plans, /plans in force answer/);
    assert.match(plans, /The plans that come nearest/);

    await grace.type(/What happens\?/, 'The cloud closes its doors');
    await grace.press('button', 'File the draft');
    assert.match(new URL(page.url()).pathname, /\/records\/scenarios\/the-cloud-closes-its-doors/);
    await grace.sound();
    const filed = await server.api('GET', '/api/v1/scenarios/the-cloud-closes-its-doors');
    assert.match(JSON.stringify(filed), /wolkenwerft/);
    assert.match(JSON.stringify(filed), /"draft"/);
  });
}

story('a part of the people is away', setting, async ({ visit }) => {
  const grace = await visit({ as: MANAGER });
  const { page } = grace;
  await grace.go('/requirements/unknown/adhoc?type=people');
  await grace.tabTo('checkbox', 'Database administrators');
  await page.keyboard.press('Space');
  await grace.type(/Which share of them is away/, '40');
  await grace.press('button', 'Show what happens');
  await grace.sound();
  const people = await page.innerText('#people');
  // Two, of whom four in ten are away: one is left, and one step asks for both.
  assert.match(people, /Database administrators\s+1 of 2\s+2/);
  assert.match(people, /too few|a deputy stands in/);
  await grace.type(/Which share of them is away/, 'half');
  await grace.press('button', 'Show what happens');
  assert.match(await page.innerText('main'), /a whole number from 1 to 100, in percent/);
  await grace.sound();
});

story('unknown disasters read well everywhere, up to three losses at once', { ...setting, patience: 600_000 },
  async ({ visit }) => {
    for (const view of [VIEWS[0], VIEWS[3], { view: 'phone', scheme: 'light', script: false }]) {
      const grace = await visit({ as: MANAGER, ...view });
      for (const path of [
        '/requirements/unknown?order=1',
        '/requirements/unknown?order=3&all=yes',
        '/requirements/unknown/adhoc',
        '/requirements/unknown/adhoc?type=malicious&lose=component/iam',
        '/requirements/unknown/adhoc?lose=nothing-of-the-kind',
      ]) {
        await grace.go(path);
        await grace.sound();
      }
    }
  });
