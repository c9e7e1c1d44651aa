// The demonstration: one click to be anyone, a tour of ten stops that ends in Amsterdam, and
// nothing of it anywhere else or afterwards.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { VIEWS, story } from '../stage.mjs';

const demo = { arguments: ['demo'], bare: true, patience: 600_000 };

for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : '';
  story(`the tour leads to Amsterdam in ten stops${words}`, demo, async ({ visit }) => {
    const guest = await visit(how);
    await guest.go('/');
    assert.equal(new URL(guest.page.url()).pathname, '/sign-in');
    await guest.sound();
    await guest.press('button', /^Take the tour/);
    const faults = [];
    for (let stop = 1; stop <= 10; stop += 1) {
      const strip = guest.page.getByRole('region', { name: 'Tour' });
      assert.equal(await strip.count(), 1, `stop ${stop} is not at ${guest.page.url()}`);
      assert.match(await strip.innerText(), new RegExp(`stop ${stop} of 10`), guest.page.url());
      await guest.sound().catch((error) => faults.push(error.message));
      if (stop === 10) break;
      await guest.press('link', /^Next/);
    }
    assert.deepEqual(faults, []);
    const main = guest.page.locator('main');
    const told = await main.innerText();
    // What is down, who is in charge, decide by, back by.
    for (const words of [/Amsterdam/, /Freight desk/i, /Tomas Lind|in charge/i, /decide by/i, /back/i, /16:30/]) {
      assert.match(told, words);
    }
    await guest.press('link', 'Leave the tour');
    assert.equal(await guest.page.getByRole('region', { name: 'Tour' }).count(), 0);
  });
}

story('one click is enough to be anyone', demo, async ({ visit }) => {
  const guest = await visit({});
  await guest.go('/sign-in');
  const names = await guest.page.locator('.players button').allInnerTexts();
  assert.equal(names.length, 16);
  for (const name of names) {
    await guest.go('/sign-in');
    await guest.page.locator('.players').getByRole('button', { name, exact: true }).click();
    await guest.page.getByRole('link', { name, exact: true }).waitFor();
    assert.match(await guest.page.innerText('body'), /Demonstration: nothing is kept/);
    await guest.context.clearCookies();
  }
});

story('GitLab.com can be shown as well', { ...demo, arguments: ['demo', '--organisation', 'gitlab-com'] }, async ({
  visit,
}) => {
  for (const view of VIEWS) {
    const guest = await visit(view);
    await guest.go('/sign-in');
    await guest.sound();
    assert.equal(await guest.page.getByRole('button', { name: /tour/ }).count(), 0, 'it is about another');
    await guest.page.getByRole('button', { name: 'Continuity manager' }).click();
    await guest.page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(new URL(guest.page.url()).pathname, '/');
  }
});

story('nobody is anyone on a real server', { example: 'havensund' }, async ({ server, visit }) => {
  const guest = await visit({});
  await guest.go('/sign-in');
  assert.equal(await guest.page.locator('.players').count(), 0);
  const headers = { origin: server.url };
  const form = { account: 'ada', next: '/' };
  const refused = await guest.page.request.post('/sign-in/as', { form, headers, maxRedirects: 0 });
  assert.equal(refused.status(), 404);
  const ada = await visit({ as: 'administrator' });
  await ada.go('/?tour=1');
  assert.equal(await ada.page.getByRole('region', { name: 'Tour' }).count(), 0);
});

story('nothing is left when it ends', demo, async ({ server, visit }) => {
  const guest = await visit({});
  await guest.go('/sign-in');
  const kept = () => readdirSync(server.home).filter((it) => it.startsWith('mainstay-demo-'));
  assert.equal(kept().length, 1);
  server.child.kill('SIGINT');
  await guest.context.close();
  await server.ended;
  assert.deepEqual(readdirSync(server.home), []);
});
