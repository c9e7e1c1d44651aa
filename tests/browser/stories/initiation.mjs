// Initiation as a place: its boards are sound in every view, with script and without.

import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const PAGES = [
  '/initiation', '/initiation/start', '/initiation/scope', '/initiation/roles', '/initiation/who',
  '/initiation/who?lose=site/rst1&at=2026-06-19T16:30', '/initiation/programme', '/initiation/budget',
  '/initiation/steering', '/initiation/charter', '/initiation/policies/continuity',
  '/acknowledge/policy/continuity', '/requirements', '/implementation', '/invocation',
];

story('every page of Initiation is sound in every view', { example: 'havensund', accounts: ['continuity-manager'] },
  async ({ visit }) => {
    for (const view of VIEWS) {
      const grace = await visit({ as: 'continuity-manager', ...view });
      for (const path of PAGES) {
        await grace.go(path);
        await grace.sound();
      }
    }
  });

const PARTS = ['S1.1', 'S1.2', 'S1.3', 'S1.4', 'S1.5'];

async function states(visitor) {
  await visitor.go('/initiation');
  const told = {};
  for (const id of PARTS) {
    told[id] = await visitor.page.locator(`[id="${id}"] .state-line .state`).innerText();
  }
  return told;
}

/** Agrees to whatever waits on a page, one after the other, by keyboard. */
async function agreeAll(visitor, path) {
  await visitor.go(path);
  while ((await visitor.page.getByRole('button', { name: 'Agree and put in force' }).count()) > 0) {
    await visitor.press('button', 'Agree and put in force');
  }
}

async function date(visitor, label, digits) {
  await visitor.page.getByLabel(label).first().focus();
  await visitor.page.keyboard.type(digits);
}

for (const how of [{}, { view: 'phone', script: false }]) {
  const words = how.script === false ? ', on a phone without script' : '';
  story(`an empty programme is brought to an honest S1.1 to S1.5 by keyboard${words}`,
  { accounts: ['continuity-manager'] },
  async ({ server, visit }) => {
    const ada = await visit({ as: 'administrator', ...how });
    assert.deepEqual(new Set(Object.values(await states(ada))), new Set(['not started']));

    await ada.press('link', 'Twelve questions');
    await ada.type(/^What is the organisation called/, 'Harbour Works');
    await ada.type(/^Which activity hurts first/, 'Ticket sales');
    await ada.press('button', 'Check the answers');
    await ada.page.getByText('Harbour Works').first().waitFor();
    await ada.press('button', 'File these drafts');
    const drafted = await states(ada);
    assert.deepEqual(new Set(Object.values(drafted)), new Set(['in progress']), JSON.stringify(drafted));

    await ada.go('/initiation/policies/continuity');
    await ada.page.getByText('default, not yet agreed').first().waitFor();
    await ada.page.getByText('What it would change').waitFor();
    await agreeAll(ada, '/initiation/policies/continuity');

    await ada.go('/initiation/scope');
    await ada.tabTo('checkbox', /Choose Ticket sales/);
    await ada.page.keyboard.press('Space');
    await ada.press('button', 'Take in what is chosen');
    await agreeAll(ada, '/initiation/scope');
    await ada.go('/records/activities/ticket-sales');

    await agreeAll(ada, '/initiation/roles');
    const people = { 'Head of IT operations': ['Ann Vik', 'Bo Lund'], 'Managing director': ['Cy Holm', 'Di Berg'],
      'Communications lead': ['Ed Moe', 'Fay Dahl'], 'Continuity manager': ['Gus Lie', 'Hal Ness'] };
    for (const [role, [holder, deputy]] of Object.entries(people)) {
      for (const [label, person] of [['Holder', holder], ['Next deputy', deputy]]) {
        await ada.type(new RegExp(`^${label}: ${role}`), person);
        await ada.press('button', new RegExp(`Assign as ${role}`));
      }
    }
    await ada.go('/initiation/budget');
    await ada.type(/^For what/, 'Exercises');
    await ada.type(/^How much/, '5000 EUR');
    await ada.press('button', 'Add the line');
    await agreeAll(ada, '/initiation/budget');

    await agreeAll(ada, '/initiation/steering');
    // The first of January reads the same whichever of day and month the browser asks for first.
    await date(ada, 'When', `0101${new Date().getUTCFullYear()}`);
    await ada.type(/^Where the minutes are/, 'wiki, steering 1');
    await ada.type(/^What was decided/, 'Policy, scope and roles are agreed.');
    await ada.press('button', 'Keep the meeting');
    await agreeAll(ada, '/initiation/programme');

    // Everyone reads the policy by a link of their own, without an account.
    await ada.go('/initiation/policies/continuity/links');
    const links = await ada.page.locator('td a[href^="/acknowledge/"]').evaluateAll((all) => all.map((it) => it.getAttribute('href')));
    assert.equal(links.length, 8);
    for (const link of links.slice(0, 7)) {
      const reader = await visit({ script: false, view: 'phone' });
      await reader.go(link);
      await reader.press('button', 'I have read it');
      await reader.page.getByText('You have acknowledged this revision.').waitFor();
    }
    const stranger = await visit();
    await stranger.go(links[7].replace('person=', 'person=x'), 403);

    const done = await states(ada);
    assert.deepEqual(new Set(Object.values(done)), new Set(['done']), JSON.stringify(done) + await ada.page.innerText('main'));

    // The charter is signed, and says at once when something changed.
    await ada.go('/initiation/charter');
    await ada.type(/^What your signature says/, 'Agreed by the board');
    await ada.press('button', 'Sign this charter');
    await ada.page.getByText('Nothing changed since.').waitFor();

    // One service that nobody classified sets S1.2 back by itself, and says why.
    const kiosk = { kind: 'service', id: 'kiosk', name: 'Kiosk', owner: 'role/managing-director' };
    await server.importFiles([['kiosk.json', JSON.stringify([kiosk])]]);
    const back = await states(ada);
    assert.equal(back['S1.2'], 'in progress');
    await ada.page.getByText('Kiosk is neither in nor out').first().waitFor();

    // Leaving it out needs a reason, someone who agrees and an end: all of it said at once.
    await ada.go('/initiation/scope');
    await ada.tabTo('checkbox', /Choose Kiosk/);
    await ada.page.keyboard.press('Space');
    await ada.press('button', 'Leave out');
    assert.equal(await ada.page.locator('.fault').count() >= 3, true);
    await ada.sound();
  });
}
