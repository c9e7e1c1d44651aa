// A service owner looks at the own service, walks the map by keyboard, loses something, and reads
// what follows; an auditor goes from a finding to its rule. With script and without.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const MANAGER = 'continuity-manager';
const PAGES = [
  '/items?kind=service',
  '/items/service/crew-roster',
  '/items/activity/take-card-payments',
  '/items/dataset/timetables',
  '/map?of=card-gateway',
  '/map?of=card-gateway&hops=1&lose=rst1&hours=2',
  '/requirements/impact?lose=rst1&at=2026-06-19T16:30',
  '/findings',
  '/findings/target-missed/service/archive',
];

story('items, map, what-if and findings read well everywhere', { example: 'havensund', accounts: [MANAGER] },
  async ({ visit }) => {
    for (const view of [...VIEWS, { view: 'phone', scheme: 'light', script: false }]) {
      const grace = await visit({ as: MANAGER, ...view });
      for (const path of PAGES) {
        await grace.go(path);
        await grace.sound();
      }
    }
  });

story('the map is walked and something is lost by keyboard', { example: 'havensund', accounts: [MANAGER] },
  async ({ visit }) => {
    const grace = await visit({ as: MANAGER });
    const { page } = grace;
    await grace.go('/map?of=card-gateway&hops=1');
    const here = () => page.evaluate(() => document.activeElement.closest('.node')?.dataset.id);
    await page.locator('.node.focus > a').first().focus();
    assert.equal(await here(), 'service/card-gateway');
    await page.keyboard.press('ArrowUp');
    const above = await here();
    assert.ok(above && above !== 'service/card-gateway', 'one step up is something else');
    await page.keyboard.press('ArrowDown');
    assert.ok(await here());
    // The next stop of Tab loses what one stands on.
    await page.locator('.node.focus > a').first().focus();
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForURL(/lose=/), page.keyboard.press('Enter')]);
    const word = page.locator('.node.focus .word');
    assert.equal(await word.textContent(), 'lost');
    const stopped = await page.locator('.node.is-stopped .word').allTextContents();
    assert.ok(stopped.length > 0 && stopped.every((it) => it === 'stopped'));
    await grace.press('link', 'All of them, with targets');
    assert.match(await page.innerText('h1'), /Card payment gateway is lost/);
    await grace.sound();
  });

story('a loss is typed and taken back without script', { example: 'havensund', accounts: [MANAGER] },
  async ({ visit }) => {
    const grace = await visit({ as: MANAGER, script: false });
    await grace.go('/requirements/impact');
    await grace.type(/^Lost/, 'rst1');
    await grace.press('button', 'Show');
    assert.match(await grace.page.innerText('h1'), /Harbour House, Rostock is lost/);
    await grace.press('link', 'after 2 h');
    assert.match(await grace.page.innerText('#later'), /After 2 h, \d+ of \d+ are back/);
    await grace.press('link', 'Give it back');
    assert.match(await grace.page.innerText('h1'), /something is lost/);
  });
