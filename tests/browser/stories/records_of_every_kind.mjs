// Records at a browser: by keyboard alone, with script and without, on every view.

import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const setting = { example: 'havensund', accounts: ['continuity-manager'] };

const HEADINGS = 'Name\tOwner\tBack within (RTO)\tTakes';
const forty = Array.from({ length: 40 }, (_, at) => `Desk ${at + 1}\tHead of IT\t4h\t${at ? '30m' : '8h'}`);

story('a service is written, mended, changed and undone by keyboard alone', setting, async ({ server, visit }) => {
  for (const script of [true, false]) {
    const name = script ? 'Ticket shop' : 'Lost property';
    const ada = await visit({ as: 'administrator', script });
    await ada.go('/records/services');
    await ada.press('link', 'New service');
    await ada.type(/^Name/, name);
    await ada.type(/^Tier\b(?! reason)/, 'first');
    await ada.press('button', 'Save and put in force');
    await ada.page.getByText('Not saved yet.').waitFor();
    assert.equal(await ada.page.locator('[name="name"]').inputValue(), name);
    await ada.type(/^Tier\b(?! reason)/, '1');
    await ada.press('button', 'Save and put in force');
    await ada.page.getByText('as revision 1').waitFor();
    await ada.press('link', 'Edit');
    await ada.type(/^Name/, `${name} two`);
    await ada.press('button', 'Save and put in force');
    await ada.page.getByRole('heading', { name: `${name} two`, exact: true }).waitFor();
    await ada.press('button', 'Undo');
    await ada.page.getByRole('heading', { name, exact: true }).waitFor();
    await ada.press('link', 'History');
    await ada.page.getByText(`Name: ${name} two became ${name}`).waitFor();
  }
  const kept = await server.api('GET', '/api/v1/services/ticket-shop');
  assert.equal(kept.record.name, 'Ticket shop');
});

story('what is typed is kept while one types, and said to be kept only then', setting, async ({ visit }) => {
  const ada = await visit({ as: 'administrator' });
  await ada.go('/records/services/booking/edit');
  await ada.type(/^Name/, 'Half a na');
  await ada.page.getByText('Kept for you at').waitFor({ timeout: 20_000 });
  await ada.go('/records/services/booking');
  await ada.press('link', 'Go on with it');
  assert.equal(await ada.page.locator('[name="name"]').inputValue(), 'Half a na');
});

story('forty services are pasted, with script and without, and a finding is mended', setting, async ({ server, visit }) => {
  for (const script of [true, false]) {
    const ada = await visit({ as: 'administrator', script });
    await ada.go('/records/services/grid');
    const rows = forty.map((line) => line.replace('Desk', script ? 'Desk' : 'Counter'));
    await ada.page.locator('summary', { hasText: 'Paste a table' }).focus();
    await ada.page.keyboard.press('Enter');
    await ada.page.getByLabel('A table from a spreadsheet').fill([HEADINGS, ...rows].join('\n'));
    await ada.press('button', 'Show what it would change');
    await ada.page.getByText('40 services are new.').waitFor();
    await ada.press('button', 'Save all of this');
    await ada.page.getByText('Saved, all of it.').waitFor();
  }
  const late = async () => {
    const { findings } = await server.api('GET', '/api/v1/check');
    return findings.filter((it) => it.code === 'target-missed' && it.subject === 'service/desk-1').length;
  };
  assert.equal(await late(), 1);
  const ada = await visit({ as: 'administrator' });
  await ada.go('/records/services/desk-1/edit');
  await ada.page.locator('[name="recovery.takes"]').fill('1h');
  await ada.press('button', 'Save and put in force');
  await ada.page.getByText('as revision 2').waitFor();
  assert.equal(await late(), 0);
});

story('a block from a spreadsheet fills cells, and arrows walk through them', setting, async ({ visit }) => {
  const ada = await visit({ as: 'administrator' });
  await ada.go('/records/services/grid?fields=name,targets.rto');
  const cell = ada.page.locator('tbody tr').first().locator('td input').first();
  await cell.focus();
  await cell.evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'Alpha\t2h\nBeta\t3h\n');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  assert.equal(await ada.page.locator('.pending').count(), 4);
  await ada.page.keyboard.press('ArrowDown');
  assert.equal(await ada.page.evaluate(() => document.activeElement.value), 'Beta');
  // Behind the last row, not through all of them.
  await ada.page.locator('summary', { hasText: 'Paste a table' }).focus();
  await ada.press('button', 'Show what it would change');
  await ada.page.getByText('2 services are changed').waitFor();
});

story('every page of records is sound on every view', setting, async ({ visit }) => {
  const pages = ['/records', '/records/services', '/records/services/booking', '/records/services/booking/edit',
    '/records/services/booking/history', '/records/services/booking/compare?from=0&to=1', '/records/services/grid',
    '/records/import', '/records/plans/new', '/records/policies'];
  for (const view of VIEWS) {
    const grace = await visit({ as: 'administrator', ...view });
    for (const page of pages) {
      await grace.go(page);
      await grace.sound();
    }
  }
});
