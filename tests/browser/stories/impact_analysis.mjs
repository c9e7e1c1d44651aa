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
  await ada.page.locator('#consequence strong', { hasText: /^8 h$/ }).waitFor();
  await choose(ada, 'legal after 4 h', '3');
  await ada.page.locator('#consequence strong', { hasText: /^4 h$/ }).waitFor();
  const told = await server.api('GET', '/api/v1/impacts/take-card-payments-2026');
  assert.deepEqual(told.record.levels.legal, [0, 1, 3, 3, 4], 'nothing was saved');
});

story('every page of the analysis is sound on every view', setting, async ({ server, visit }) => {
  await begun(server);
  const rest = ['start', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'answers', 'approve', 'interview'];
  const pages = ['/requirements/bia', '/requirements/bia/begin', '/requirements/bia/table', '/requirements/bia/report',
    ...rest.map((name) => `/requirements/bia/take-card-payments/${name}`)];
  for (const view of VIEWS) {
    const grace = await visit({ as: 'continuity-manager', ...view });
    for (const page of pages) {
      await grace.go(page);
      await grace.sound();
    }
  }
});
