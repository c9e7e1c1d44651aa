// A warning comes in, a precaution is accepted by the role that decides and carried out as a run of
// its own mode, it was a false alarm, and the score says so: wide, and on a phone without script.
import assert from 'node:assert/strict';
import { story } from '../stage.mjs';

const accounts = ['crisis', 'recovery-team', 'risk-owner', 'reader'];
const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString().slice(0, 19) + 'Z';

/** A warning of storm surge for the coast on which Harbour House stands. */
const surge = () => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>surge-1</identifier>
<sender>met@coast.example</sender><sent>${hours(0)}</sent><status>Actual</status>
<msgType>Alert</msgType><scope>Public</scope><info><language>en-GB</language>
<category>Met</category><event>Storm surge</event><urgency>Expected</urgency>
<severity>Severe</severity><certainty>Likely</certainty><onset>${hours(12)}</onset>
<expires>${hours(30)}</expires><headline>Storm surge on the coast</headline><area>
<areaDesc>Coast</areaDesc><polygon>53.8,11.2 54.5,11.9 54.5,12.6 54.0,12.5 53.8,11.2</polygon>
</area></info></alert>`;

for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : '';
  story(`a warning leads to a precaution${words}`, { example: 'havensund', accounts }, async ({ server, visit }) => {
    const sent = await fetch(`${server.url}/api/v1/warnings?feed=met`, {
      method: 'POST',
      headers: { cookie: server.cookies.get('risk-owner'), origin: server.url,
        'content-type': 'application/octet-stream' },
      body: surge(),
    });
    assert.equal(sent.status, 200, await sent.text());

    const reader = await visit({ as: 'reader', ...how });
    await reader.go('/requirements/warnings');
    await reader.sound();
    const list = await reader.page.innerText('main');
    assert.match(list, /One warning in force touches a site of ours/);
    assert.match(list, /Harbour House, Rostock/);
    assert.match(list, /items would stop/);
    await reader.go('/');
    assert.match(await reader.page.innerText('main'), /Next: Barriers and pumps at Harbour House, begin by/);

    const commander = await visit({ as: 'crisis', ...how });
    await commander.go('/requirements/warnings');
    await commander.page.locator('table').getByRole('link', { name: 'Storm surge' }).click();
    await commander.sound();
    const warning = new URL(commander.page.url()).pathname;
    const measure = commander.page.locator('#measure-surge-barriers');
    await measure.getByLabel(/^Why/).fill('The tide gauge rises');
    await measure.getByRole('button', { name: 'Accept' }).click();
    assert.match(await measure.innerText(), /this is no exercise: type `Before the surge`/);
    assert.equal(await measure.getByLabel(/^Why/).inputValue(), 'The tide gauge rises');
    await measure.getByLabel(/^The plan/).fill('Before the surge');
    await measure.getByRole('button', { name: 'Accept' }).click();
    const run = new URL(commander.page.url()).pathname;
    assert.match(run, /^\/runs\//);
    assert.match(await commander.page.innerText('main'), /precaution/i);

    const team = await visit({ as: 'recovery-team', ...how });
    await team.go(run);
    for (let step = 0; step < 4; step += 1) {
      await team.press('button', /^Start\b/);
      await team.press('button', /^Done\b/);
    }
    assert.match(await team.page.innerText('main'), /4 of 4 past/);
    await commander.go(run);
    await commander.press('button', 'Stand it down');

    await commander.go(warning);
    assert.match(await commander.page.innerText('#measure-surge-barriers'), /Accepted by/);
    await commander.press('button', 'Say so');
    assert.match(await commander.page.innerText('main'), /A false alarm/);
    await commander.sound();
    await commander.go('/requirements/warnings');
    const scores = await commander.page.locator('section', { hasText: 'How warnings have done' }).last().innerText();
    assert.match(scores, /Storm surge, by met@coast\.example/);
    assert.match(scores, /100 %/);
    await commander.sound();
  });
}
