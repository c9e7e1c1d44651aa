// The impact analysis at a browser: by keyboard alone, on every view, with script and without.

import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const owner = ['process-owner', 'petra'];
const setting = { example: 'havensund', accounts: ['continuity-manager', owner] };
const PAY = '/requirements/bia/watch-for-fraud';

async function begun(server) {
  const campaign = { id: 'spring', name: 'Spring', activities: ['watch-for-fraud', 'take-card-payments'] };
  await server.api('POST', '/api/v1/campaigns', campaign);
}

async function choose(visitor, label, value) {
  const field = visitor.page.getByLabel(label, { exact: true });
  await field.focus();
  await field.selectOption(value);
}

story('nine questions are answered by keyboard alone, and signed', setting, async ({ server, visit }) => {
  await begun(server);
  for (const script of [true, false]) {
    const ada = await visit({ as: 'administrator', script });
    await ada.go(script ? `${PAY}/start` : `${PAY}/1`);
    if (script) await ada.press('link', 'Begin');
    for (const [at, time] of ['1 h', '4 h', '8 h', '1 d', '3 d'].entries()) {
      await choose(ada, `legal after ${time}`, String(Math.min(at, 3)));
    }
    await ada.press('button', 'Save and go on');
    for (let question = 2; question < 9; question += 1) {
      if (question === 8) {
        await ada.page.getByLabel('Still right').first().focus();
        await ada.page.keyboard.press('Space');
      }
      await ada.press('button', 'Save and go on');
    }
    await ada.page.getByLabel('fairly sure').focus();
    await ada.page.keyboard.press('Space');
    await ada.press('button', 'Save and check all');
    await ada.press('button', 'Sign the answers');
    await ada.page.getByText('It waits for approval').waitFor();
  }
  const told = await server.api('GET', '/api/v1/campaigns/spring');
  const sheet = told.questionnaires.find((row) => row.id === 'activity/watch-for-fraud');
  assert.equal(sheet.standing, 'answered');
  assert.equal(sheet.answered_count, 9);
});

story('what would follow is shown while one answers, before anything is saved', setting, async ({ server, visit }) => {
  await begun(server);
  const ada = await visit({ as: 'administrator' });
  await ada.go('/requirements/bia/take-card-payments/1');
  await ada.page.locator('#consequence .lead strong', { hasText: /^8 h$/ }).waitFor();
  await choose(ada, 'legal after 4 h', '3');
  await ada.page.locator('#consequence .lead strong', { hasText: /^4 h$/ }).waitFor();
  const told = await server.api('GET', '/api/v1/impacts/take-card-payments-2026');
  assert.deepEqual(told.record.levels.legal, [0, 1, 3, 3, 4], 'nothing was saved');
});

const SETTLE = '/requirements/bia/settle-merchants';

async function tick(visitor, name) {
  await visitor.tabTo('radio', name);
  await visitor.page.keyboard.press('Space');
}

story('two judge the same stop, month-end apart, and the owner decides: no script, no mouse', setting, async ({ server, visit }) => {
  const campaign = { id: 'autumn', name: 'Autumn', activities: ['settle-merchants'] };
  await server.api('POST', '/api/v1/campaigns', campaign);
  const ada = await visit({ as: 'administrator', script: false });
  const { page } = ada;
  await ada.go(`${SETTLE}/1`);
  await ada.press('link', 'Someone else judges it, too');
  await ada.type(/^Who judges/, 'Ben Ott');
  for (const [at, time] of ['8 h', '1 d', '2 d', '3 d'].entries()) await choose(ada, `legal after ${time}`, String(at));
  await choose(ada, 'legal after 3 d', '2');
  await ada.sound();
  await ada.press('button', 'Save and check all');
  await page.getByText('2 d to never within 3 d').first().waitFor();
  assert.equal(await page.getByText('they disagree').first().isVisible(), true);

  await ada.go(`${SETTLE}/1`);
  await ada.press('link', /^month-end/);
  await choose(ada, 'financial after 8 h', '3');
  await ada.press('button', 'Save and go on');
  await page.getByText('the first moment asked about').waitFor();
  await ada.go(`${SETTLE}/1`);
  await ada.press('button', 'Save and go on');
  for (let question = 2; question < 9; question += 1) {
    if (question === 7) {
      // Of a group with an answer Tab reaches that answer; arrows choose another.
      await ada.tabTo('radio', /^not said/);
      await page.keyboard.press('ArrowDown');
    }
    await ada.press('button', question === 8 ? 'All of it is still right: save' : 'Save and go on');
  }
  // How sure they were last time stands behind the three words; one further is the first again.
  await ada.tabTo('radio', /^sure:/);
  await page.keyboard.press('ArrowDown');
  await ada.press('button', 'Save and check all');
  assert.equal(await page.getByRole('button', { name: 'Sign the answers' }).count(), 0, 'nobody decided yet');

  await tick(ada, /^2 d, as/);
  await ada.press('button', 'Decide for normal times');
  assert.equal(await page.getByText('say why, in a sentence').first().isVisible(), true);
  await tick(ada, /^2 d, as/);
  await ada.type(/^Why/, 'Merchants may claim interest from the third day on.');
  await ada.press('button', 'Decide for normal times');
  await page.getByText('counts, as declared; they said 2 d to never within 3 d').waitFor();
  await ada.press('button', 'Sign the answers');
  const grace = await visit({ as: 'continuity-manager', view: 'phone', scheme: 'dark', script: false });
  await grace.go(`${SETTLE}/approve`);
  await grace.page.getByText('Merchants may claim interest').first().waitFor();
  await grace.sound();
  await grace.press('button', 'Approve');

  const { record } = await server.api('GET', '/api/v1/activities/settle-merchants');
  assert.equal(record.targets.mtpd, '2d');
  assert.equal(record.peaks[0].mtpd, '8h', 'what was judged shorter for month-end goes on counting');
  const { items } = await server.api('GET', '/api/v1/targets');
  assert.equal(items.find((it) => it.id === 'activity/settle-merchants').mtpd_seconds, 8 * 3600);
  const asked = await server.api('GET', '/api/v1/questionnaires/settle-merchants');
  assert.deepEqual(asked.conditions.map((it) => it.agreement), ['decided', 'one']);
  assert.deepEqual(asked.conditions[0].views.map((it) => it.respondent), ['head of payments', 'Ben Ott']);
  const month = await server.api('GET', '/api/v1/impacts/settle-merchants-month-end');
  assert.deepEqual(month.record.levels.financial, [3, 3, 4, 4]);
  const normal = await server.api('GET', '/api/v1/impacts/settle-merchants-2026');
  assert.deepEqual(normal.record.levels.legal, [0, 1, 3, 4], 'nobody was overwritten');
});

story('every page of the analysis is sound on every view', setting, async ({ server, visit }) => {
  await begun(server);
  const rest = ['start', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'answers', 'approve', 'interview'];
  const pages = ['/requirements/bia', '/requirements/bia/begin', '/requirements/bia/table', '/requirements/bia/report',
    ...rest.map((name) => `/requirements/bia/take-card-payments/${name}`),
    '/requirements/bia/take-card-payments/1?when=summer-saturday', '/requirements/bia/take-card-payments/1?new=yes'];
  for (const view of VIEWS) {
    const grace = await visit({ as: 'continuity-manager', ...view });
    for (const page of pages) {
      await grace.go(page);
      await grace.sound();
    }
  }
});
