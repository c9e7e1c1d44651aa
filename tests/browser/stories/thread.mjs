// The thread in a real browser: an exercise started, ticked, stood down and verified, wide and on a
// phone without script; the home page says so, and a change to a dependency takes it back.
import assert from 'node:assert/strict';
import { story } from '../stage.mjs';

const accounts = ['exercise-director', 'recovery-team', 'continuity-manager'];
const PLAN = '/operation/plans/restore-sign-in';


for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : '';
  story(`an exercise is carried out${words}`, { example: 'havensund', accounts }, async ({ server, visit }) => {
    // A plan of two steps that restores what sign-in needs, and an exercise that can show a time.
    const exercise = { kind: 'exercise', id: 'keys', name: 'Sign-in from nothing, for real', type: 'parallel',
      plans: ['restore-sign-in'], environment: 'standby', 'pass-criteria': ['one person signs in'] };
    await server.api('POST', '/api/v1/exercises', exercise);

    const director = await visit({ as: 'exercise-director', ...how });
    await director.go(`${PLAN}?exercise=keys`);
    await director.sound();
    await director.press('button', 'Start exercise');
    const run = new URL(director.page.url()).pathname;
    assert.match(run, /^\/runs\//);
    await director.sound();
    assert.match(await director.page.innerText('main'), /This is an exercise/);

    const team = await visit({ as: 'recovery-team', ...how });
    await team.go(run);
    for (let step = 0; step < 2; step += 1) {
      await team.press('button', /^Start\b/);
      await team.press('button', /^Done\b/);
    }
    assert.match(await team.page.innerText('main'), /2 of 2 past/);
    await team.sound();

    await director.go(run);
    await director.page.getByRole('radio', { name: 'Met', exact: true }).check();
    await director.type(/^Who of the business/, 'Ines Krahl');
    await director.press('button', 'Stand it down');
    await director.press('button', 'Verify');
    assert.match(await director.page.innerText('main'), /It was as it says/);
    await director.sound();

    const manager = await visit({ as: 'continuity-manager', ...how });
    for (const path of ['/', '/readiness?of=shown', '/operation', '/operation/exercises', '/runs']) {
      await manager.go(path);
      await manager.sound();
    }
    await manager.go('/operation/evidence/component/iam');
    await manager.sound();
    assert.match(await manager.page.innerText('main'), /tested, with measured time/);

    // Something that the proof rests on changes: it is said which, and by whom.
    const iam = await server.api('GET', '/api/v1/components/iam');
    const record = { ...iam.record, class: 'another directory' };
    const put = await fetch(`${server.url}/api/v1/components/iam`, {
      method: 'PUT',
      headers: { cookie: server.cookies.get('administrator'), origin: server.url,
        'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify(record),
    });
    assert.equal(put.status, 200, await put.text());
    const seq = (await server.api('GET', '/api/v1/journal/head')).seq;
    await manager.go(`/operation/evidence/component/iam?after=${seq}`);
    assert.match(await manager.page.innerText('main'), /changed after it \(class\)/);
  });
}
