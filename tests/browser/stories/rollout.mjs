// From policy to practice: the manager asks what came of the policy, finds a plan that was approved
// before the room it needs was ordered, follows it to its record, and approves what comes first; the
// page then has nothing out of order. By keyboard, and on a phone without script.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const MANAGER = 'continuity-manager';
const setting = { example: 'havensund', accounts: [MANAGER] };
const PAGE = '/implementation/rollout';

story('from policy to practice reads well everywhere', setting, async ({ visit }) => {
  for (const view of [...VIEWS, { view: 'phone', scheme: 'light', script: false }]) {
    const grace = await visit({ as: MANAGER, ...view });
    await grace.go(PAGE);
    await grace.sound();
  }
});

/** Follows a link by keyboard, where its words alone do not say which. */
async function follow(page, link) {
  await Promise.all([page.waitForEvent('load'), link.press('Enter')]);
}

for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : ' by keyboard alone';
  story(`what was done out of order is found${words}`, setting, async ({ visit }) => {
    const grace = await visit({ as: MANAGER, ...how });
    const { page } = grace;
    // From the stage to the page; no address is typed from here on.
    await grace.go('/implementation');
    await follow(page, page.getByRole('link', { name: 'From policy to practice' }).first());
    assert.equal(new URL(page.url()).pathname, PAGE);
    const part = (name) => page.getByRole('region', { name, exact: true });
    const early = await part('Done out of order').innerText();
    assert.match(early, /After ransomware is approved since 2026-05-01/);
    assert.match(early, /Hosts for the clean room, apart from everything is not there: a draft/);
    assert.match(early, /an arrangement is in place before the plan uses it/);
    // What nothing realises, what decides the end, and the week in which a gap closes.
    assert.match(await part('Realised by nothing').innerText(), /We can leave every supplier/);
    assert.match(await part('Realises no rule').innerText(), /Pay as last month/);
    const chain = await part('What decides when all is in force').innerText();
    assert.match(chain, /One ledger vote and one platform memory in a third place/);
    const weeks = await part('Week by week').innerText();
    assert.match(weeks, /closes/i);
    assert.match(weeks, /in force/i);
    // The row leads to the record that should have come first; it is ordered, and in place.
    await follow(page, part('Done out of order').getByRole('link', { name: /^Hosts for the clean/ }).first());
    assert.match(page.url(), /records\/arrangements\/clean-room-hosts/);
    // The finding says the same on its own page.
    await grace.go('/findings/out-of-order');
    assert.match(await page.innerText('main'), /After ransomware is approved since 2026-05-01/);
  });
}

story('the work is handed on as a table', setting, async ({ visit }) => {
  const grace = await visit({ as: MANAGER });
  await grace.go(PAGE);
  for (const [path, head] of [
    [`${PAGE}.csv`, 'id,record,name,work,'],
    ['/implementation/decided.csv', 'id,decided,owner,cost,'],
  ]) {
    const answer = await grace.page.request.get(new URL(path, grace.page.url()).href);
    assert.equal(answer.status(), 200, path);
    const text = await answer.text();
    assert.ok(text.startsWith(head), text.slice(0, 80));
    assert.ok(text.split('\n').length > 10, path);
  }
});
