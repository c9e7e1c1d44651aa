// What we will miss next: one dated list, each row with its day, its arithmetic and what to do; it
// is narrowed by what and by whom, an action is made of a row, and what was foretold before is
// scored. By keyboard, and on a phone without script.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const MANAGER = 'continuity-manager';
const setting = { example: 'havensund', accounts: [MANAGER, 'reader'] };
const PATH = '/requirements/ahead';
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A certificate that runs out soon, one that ran out, and one that the year does not reach. */
const certificates = `kind: component
id: quay-tls
name: Certificate of the quay
class: certificate
expires: ${day(40)}
owner: team/network
---
kind: component
id: gate-tls
name: Certificate of the gate
class: certificate
expires: ${day(-3)}
---
kind: component
id: far-tls
name: Certificate of the far shore
class: certificate
expires: ${day(500)}
`;

story('what we will miss next reads well everywhere', setting, async ({ server, visit }) => {
  await server.importFiles([['certificates.yaml', certificates]]);
  for (const view of [VIEWS[0], VIEWS[3], { view: 'phone', scheme: 'light', script: false }]) {
    const grace = await visit({ as: MANAGER, ...view });
    for (const path of [PATH, `${PATH}?within=1095&what=certificate`, `${PATH}?what=leaver`, `${PATH}/certificate.component.quay-tls`]) {
      await grace.go(path);
      await grace.sound();
    }
    await grace.go(`${PATH}/certificate.component.far-tls?within=365`, 404);
    await grace.sound();
  }
});

for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : ' by keyboard alone';
  story(`a certificate is renewed in time${words}`, setting, async ({ server, visit }) => {
    await server.importFiles([['certificates.yaml', certificates]]);
    const grace = await visit({ as: MANAGER, ...how });
    const { page } = grace;
    const rows = page.locator('table.ahead tbody tr');
    await grace.go(PATH);
    const drift = (await server.api('GET', '/api/v1/forecast?within=365d')).drift;
    // By the day by which something must be done, and what is missed already apart.
    const days = drift.filter((it) => !it.missed && it.do_by).map((it) => it.do_by);
    assert.deepEqual(days, days.toSorted());
    const quay = rows.filter({ hasText: 'Certificate of the quay' });
    assert.match(await quay.innerText(), new RegExp(day(40)));
    const known = drift.find((it) => it.subject === 'component/quay-tls');
    assert.match(await quay.innerText(), new RegExp(known.do_by));
    assert.match(await page.locator('section', { hasText: 'Missed already' }).last().innerText(), /Certificate of the gate/);
    assert.doesNotMatch(await page.innerText('main'), /far shore/);

    // Only certificates, three years ahead, of one team.
    await (await grace.tabTo('combobox', 'What')).selectOption('certificate');
    await (await grace.tabTo('combobox', 'Looking ahead')).selectOption('1095');
    await grace.press('button', 'Show');
    assert.match(await page.innerText('main'), /far shore/);
    assert.doesNotMatch(await page.locator('table.ahead').first().innerText(), /contract/i);
    await grace.type('Answers for it', 'team/network');
    await grace.press('button', 'Show');
    assert.equal(await rows.count(), 1, 'the network team answers for one');

    // Every row leads to its arithmetic, and an action comes of it.
    await grace.press('link', /Certificate of the quay ends on/);
    await grace.sound();
    const why = await page.innerText('main');
    assert.match(why, /How this was reckoned/);
    assert.match(why, new RegExp(day(40)));
    assert.match(why, /the mend takes 14 days/);
    await grace.type(/Until when/, '');
    await page.keyboard.press('Backspace');
    await grace.type(/Who does it/, 'team/network');
    await page.getByLabel(/Until when/).fill(day(20));
    await grace.press('button', 'File the action');
    assert.match(new URL(page.url()).pathname, /^\/records\/actions\//);
    await grace.sound();
    await grace.go(`${PATH}/certificate.component.quay-tls`);
    assert.match(await page.innerText('#mend, section:has(#mend)'), new RegExp(`Done about it already[^]*${day(20)}`));
    // Whoever may only read is not asked to act.
    const reader = await visit({ as: 'reader', ...how });
    await reader.go(`${PATH}/certificate.component.quay-tls`);
    assert.equal(await reader.page.getByRole('button', { name: 'File the action' }).count(), 0);
  });
}

story('what was foretold before is kept, and told beside the list', setting, async ({ server, visit }) => {
  const grace = await visit({ as: MANAGER });
  const { page } = grace;
  const block = () => page.locator('section', { hasText: 'How well this was foretold before' }).innerText();
  await grace.go(PATH);
  assert.match(await block(), /No forecast of our own estate was kept yet/);
  await grace.press('link', /Keep the forecast of today/);
  await grace.press('button', 'Keep the forecast of today');
  const kept = await server.api('GET', '/api/v1/forecasts');
  const own = kept.items.filter((it) => it.key.startsWith('drift/'));
  assert.ok(own.length > 0 && own.every((it) => it.became === 'open'));
  await grace.go(PATH);
  assert.match(await block(), new RegExp(`${own.length} forecasts of our own estate were kept: ${own.length} are still open`));
  await grace.sound();
});
