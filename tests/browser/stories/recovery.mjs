// Harbour House is lost: two plans want the same two people in the same hour. The page of the
// stage leads to it, the list comes before the drawing, and what one person more saves is said.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const MANAGER = 'continuity-manager';
const LOST = '/implementation/recover?lose=scenario/rostock-lost&at=2026-11-20T12:00:00Z';

story('each plan alone is in time, together one is not, and one person more would be enough', { example: 'havensund', accounts: [MANAGER] },
  async ({ server, visit }) => {
    const told = await server.api('GET', `/api/v1${LOST.replace('/implementation', '')}`);
    assert.equal(told.verified, true);
    for (const how of VIEWS) {
      const grace = await visit({ as: MANAGER, ...how });
      const { page } = grace;
      await grace.go(LOST);
      const text = await page.innerText('main');
      assert.match(text, /Alone 5 of 6 plans keep their targets; together 1 of these do not/);
      assert.match(text, /The bottleneck is Database administrators, 2 at work/);
      assert.match(text, /One person more keeps 1 more target/);
      assert.match(text, /Promises that cannot all be kept/);
      const rows = await page.locator('#tasks tbody tr').count();
      assert.equal(rows, told.tasks.length, 'every task is in the list');
      const tops = await page.evaluate(() => ['#tasks', '#drawing'].map(
        (it) => document.querySelector(it).getBoundingClientRect().top));
      assert.ok(tops[0] < tops[1], 'the list comes first');
      assert.equal(await page.locator('#drawing rect.bar').count(), Math.min(rows, 150));
      await grace.sound();
    }
  });

story('without script: from the stage to a scenario, and another loss typed in', { example: 'havensund', accounts: [MANAGER] },
  async ({ visit }) => {
    const grace = await visit({ as: MANAGER, script: false });
    const { page } = grace;
    await grace.go('/implementation');
    await page.click('main a[href="/implementation/recover"]');
    await page.click('main a[href="/implementation/recover?lose=scenario%2Frostock-lost"]');
    assert.match(await page.innerText('h1'), /Harbour House lost/);
    await page.goto('/implementation/recover');
    await page.fill('main input[name="lose"]', 'rst99');
    await page.click('main button[type="submit"]');
    assert.match(await page.innerText('main [role="alert"]'), /no item is called .rst99./);
    await page.fill('main input[name="lose"]:not([type="hidden"])', 'lub1');
    await page.click('main button[type="submit"]');
    await page.waitForSelector('#tasks');
  });
