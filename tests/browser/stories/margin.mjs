// One of two lines into Harbour House is said to be down, by Alertmanager and by PagerDuty: the
// other becomes a named single point on the home page while one looks at it, and is none again
// when it is over. The messages are written from the published interfaces.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const MANAGER = 'continuity-manager';
const LATE = 2_000;
const STRIP = '#margin';

/** A token that may file signals and see nothing. */
async function token(server) {
  const account = { account: 'probe', name: 'The monitors', functions: [{ function: 'monitor' }] };
  await server.api('POST', '/api/v1/accounts', account);
  const made = await server.api('POST', '/api/v1/accounts/probe/tokens', { name: 'webhook', functions: ['monitor'] });
  return made.token;
}

const post = (server, path, body, headers = {}) => fetch(server.url + path, {
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** A message of Alertmanager as its documentation has it, version 4. */
const message = (status, startsAt) => ({
  version: '4',
  groupKey: '{}:{alertname="LineDown"}',
  truncatedAlerts: 0,
  status,
  receiver: 'mainstay',
  groupLabels: { alertname: 'LineDown' },
  commonLabels: { alertname: 'LineDown', severity: 'critical' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example:9093',
  alerts: [{
    status,
    labels: { alertname: 'LineDown', severity: 'critical', device: 'isp-nordlicht' },
    annotations: { summary: 'No answer from the line of Nordlicht Telecom' },
    startsAt,
    endsAt: status === 'resolved' ? new Date().toISOString() : '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example:9090/graph',
    fingerprint: '9f2c1ab04d3e5567',
  }],
});

const single = /single point now\s+Internet line, Kuestenfunk \(radio\): if it is lost too, [^.]*Desks and network in Harbour House/;

/** Waits until the strip says so, and tells how long it took. */
async function says(page, wanted) {
  const begun = performance.now();
  await page.waitForFunction(
    ([selector, source]) => new RegExp(source).test(document.querySelector(selector)?.innerText ?? ''),
    [STRIP, wanted.source],
    { timeout: 15_000, polling: 50 },
  );
  return performance.now() - begun;
}

story('one line down makes the other a single point by name within two seconds, and back', { example: 'havensund', accounts: [MANAGER] },
  async ({ server, visit }) => {
    const key = await token(server);
    const bearer = { authorization: `Bearer ${key}` };
    const grace = await visit({ as: MANAGER });
    const { page } = grace;
    await grace.go('/');
    assert.doesNotMatch(await page.innerText(STRIP), /single point now/);
    // The first question makes the estate ready; monitors speak all day.
    await server.api('GET', '/api/v1/margin');

    const since = new Date(Date.now() - 60_000).toISOString();
    let answer = await post(server, '/api/v1/signals/alertmanager', message('firing', since), bearer);
    assert.equal(answer.status, 200, await answer.clone().text());
    const heard = await answer.json();
    assert.deepEqual(heard.signals.map((it) => [it.of, it.says, it.ended]), [['component/isp-nordlicht', 'down', false]]);
    assert.ok(await says(page, single) < LATE, 'it is named within two seconds');
    assert.match(await page.innerText(STRIP), /Down already: Internet line, Nordlicht Telecom/);
    await grace.sound();

    // The same message again is no news.
    answer = await post(server, '/api/v1/signals/alertmanager', message('firing', since), bearer);
    assert.equal((await answer.json()).last, null);

    answer = await post(server, '/api/v1/signals/alertmanager', message('resolved', since), bearer);
    assert.equal(answer.status, 200);
    assert.ok(await says(page, /no margin is lost/) < LATE, 'and back within two seconds');
    // What is over does not begin again because an old message comes late.
    answer = await post(server, '/api/v1/signals/alertmanager', message('firing', since), bearer);
    assert.equal((await answer.json()).last, null);

    const trigger = {
      routing_key: key,
      event_action: 'trigger',
      dedup_key: 'line/nordlicht',
      payload: { summary: 'The line is dead', source: 'edge.example', severity: 'critical', component: 'isp-nordlicht' },
    };
    answer = await post(server, '/v2/enqueue', trigger);
    assert.equal(answer.status, 202, await answer.clone().text());
    assert.deepEqual(await answer.json(), { status: 'success', message: 'Event processed', dedup_key: 'line/nordlicht' });
    assert.ok(await says(page, single) < LATE);
    answer = await post(server, '/v2/enqueue', { routing_key: key, event_action: 'acknowledge', dedup_key: 'line/nordlicht' });
    assert.equal(answer.status, 202);
    assert.match(await page.innerText(STRIP), single);
    answer = await post(server, '/v2/enqueue', { routing_key: key, event_action: 'resolve', dedup_key: 'line/nordlicht' });
    assert.equal(answer.status, 202);
    assert.ok(await says(page, /no margin is lost/) < LATE);
  });

story('a token of monitors sees nothing, a wrong one opens nothing, and no key is kept', { example: 'havensund', accounts: [MANAGER] },
  async ({ server }) => {
    const key = await token(server);
    const bearer = { authorization: `Bearer ${key}` };
    for (const path of ['/api/v1/margin', '/api/v1/services', '/api/v1/events?poll=true', '/']) {
      const answer = await fetch(server.url + path, { headers: bearer, redirect: 'manual' });
      assert.equal(answer.status, 403, path);
    }
    const filed = await post(server, '/api/v1/services', { kind: 'service', id: 'mine' }, bearer);
    assert.equal(filed.status, 403);
    const event = { routing_key: 'mst_nobody_nothing', event_action: 'resolve', dedup_key: 'x' };
    assert.equal((await post(server, '/v2/enqueue', event)).status, 400);
    const bad = await post(server, '/v2/enqueue', { routing_key: key, event_action: 'trigger', payload: {} });
    assert.equal(bad.status, 400);
    assert.match(JSON.stringify(await bad.json()), /payload.summary/);
    const strange = { routing_key: key, event_action: 'trigger', dedup_key: 's', payload: { summary: 'Gone', source: 'nobody-knows-me', severity: 'error' } };
    assert.equal((await post(server, '/v2/enqueue', strange)).status, 202);
    const margin = await server.api('GET', '/api/v1/margin');
    const kept = margin.signals.find((it) => it.of === 'nobody-knows-me');
    assert.equal(kept.standing, 'unplaced');
    const everything = JSON.stringify(await server.api('GET', '/api/v1/events?poll=true&after=0&limit=500'));
    assert.ok(!everything.includes(key) && !server.text.includes(key), 'the key is nowhere');
  });

story('the page of margin reads well everywhere, and without script', { example: 'havensund', accounts: [MANAGER] },
  async ({ server, visit }) => {
    const soon = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const signal = { kind: 'signal', id: 'seen', of: 'isp-nordlicht', says: 'down', feed: 'a person', since: soon(-1), heard: soon(-1) };
    await server.api('POST', '/api/v1/signals', signal);
    const change = { kind: 'change', id: 'radio', name: 'New radio head', touches: ['isp-kuestenfunk'], from: soon(24), until: soon(26) };
    await server.api('POST', '/api/v1/changes', change);
    for (const view of [...VIEWS, { view: 'phone', scheme: 'light', script: false }]) {
      const grace = await visit({ as: MANAGER, ...view });
      for (const path of ['/', '/requirements/margin']) {
        await grace.go(path);
        await grace.sound();
      }
      const told = await grace.page.locator('main').innerText();
      for (const words of [/What may not be lost now/, /Desks and network in Harbour House/, /New radio head/, /a person/]) {
        assert.match(told, words);
      }
      assert.match(await grace.page.innerText(STRIP), single);
      assert.match(await grace.page.innerText(STRIP), /as of/);
    }
  });
