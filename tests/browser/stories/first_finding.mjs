// A spreadsheet of forty services is pasted, what is wrong is found, and the first of it is mended:
// by keyboard alone, with script and without.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { story } from '../stage.mjs';

const LIST = new URL('../../../crates/mainstay/tests/it/first_ten_minutes/services.csv', import.meta.url);
const FINDING = '/findings/target-missed/service/object-store';

for (const how of [{}, { view: 'phone', script: false }]) {
  const words = how.script === false ? ', on a phone without script' : '';
  story(`forty services are pasted and the first finding is mended${words}`, {}, async ({ server, visit }) => {
    const ada = await visit({ as: 'administrator', ...how });
    const counted = async (words) => {
      await ada.go('/findings?code=target-missed');
      await ada.sound();
      return (await ada.page.getByRole('link', { name: words }).count()) > 0;
    };
    await ada.go('/records/import');
    await ada.sound();
    await ada.tabTo('textbox', /^Or paste a text/);
    await ada.page.keyboard.insertText(readFileSync(LIST, 'utf8'));
    await ada.press('button', 'Show what it would change');
    // Shown before anything is written, with what would follow.
    assert.match(await ada.page.getByRole('status').first().innerText(), /^40 services are new/);
    assert.equal((await server.api('GET', '/api/v1/services')).items.length, 0);
    await ada.sound();
    await ada.press('button', /^(Write|Import|Bring)/);
    await ada.page.getByText('Written, as it was shown.').waitFor();
    assert.equal((await server.api('GET', '/api/v1/services?limit=100')).items.length, 40);
    assert.ok(await counted(/^Object store must be back/), 'it is found');
    await ada.go(FINDING);
    await ada.sound();
    await ada.press('link', 'Change its record');
    await ada.type(/Time it needs for itself when it was lost/, '45m');
    await ada.press('button', 'Save and put in force');
    assert.match(await ada.page.innerText('main'), /45 ?m/);
    await ada.sound();
    assert.ok(!(await counted(/^Object store must be back/)), 'it is mended');
    // The list says who did it.
    await ada.go('/changes');
    assert.match(await ada.page.innerText('main'), /object-store/i);
  });
}
