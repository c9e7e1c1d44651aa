// From the link on the terminal to the first page, by keyboard alone; out and in again. And what a
// foreign page can do with someone who is signed in: nothing (S-11).
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { PASSWORD, VIEWS, story } from '../stage.mjs';

for (const script of [true, false]) {
  story(`an administrator is made and signs in${script ? '' : ', without script'}`, { bare: true }, async ({
    server,
    visit,
  }) => {
    const ada = await visit({ script });
    await ada.go(await server.link());
    await ada.sound();
    await ada.type(/^Account/, 'ada');
    await ada.type(/^Name/, 'Ada Brandt');
    await ada.type(/^Password(?! again)/, PASSWORD);
    await ada.type(/^Password again/, 'not the same at all');
    await ada.press('button', 'Make the account');
    // Complained of at the field, and what was typed is still there.
    assert.match(await ada.page.innerText('main'), /not the same/);
    assert.equal(await ada.page.getByLabel(/^Account/).inputValue(), 'ada');
    await ada.sound();
    await ada.type(/^Password(?! again)/, PASSWORD);
    await ada.type(/^Password again/, PASSWORD);
    await ada.press('button', 'Make the account');
    assert.equal(await ada.page.locator('ol.codes li').count(), 10);
    await ada.sound();
    await ada.press('link', 'I have them');
    assert.equal(new URL(ada.page.url()).pathname, '/');
    await ada.go('/sign-out');
    await ada.sound();
    await ada.press('button', 'Sign out');
    await ada.type(/^Account/, 'ada');
    await ada.type(/^Password/, 'a wrong word');
    await ada.press('button', 'Sign in');
    assert.match(await ada.page.getByRole('alert').innerText(), /wrong/);
    await ada.sound();
    const before = await ada.context.cookies();
    await ada.type(/^Password/, PASSWORD);
    await ada.press('button', 'Sign in');
    assert.equal(new URL(ada.page.url()).pathname, '/');
    assert.match(await ada.page.innerText('body'), /Ada Brandt/);
    const [cookie] = (await ada.context.cookies()).filter((it) => it.name.endsWith('mainstay'));
    assert.ok(cookie.httpOnly, 'no script reads it');
    assert.equal(cookie.sameSite, 'Lax');
    assert.ok(before.every((it) => it.value !== cookie.value), 'a new secret at each sign-in');
  });
}

story('the pages before the door suit everyone', {}, async ({ visit }) => {
  for (const view of VIEWS) {
    const stranger = await visit(view);
    await stranger.go('/sign-in');
    await stranger.sound();
    await stranger.go('/first-start?link=none', 403);
    await stranger.sound();
  }
});

story('a foreign page can neither send nor frame', { accounts: ['reader'] }, async ({ server, visit }) => {
  const foreign = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Prizes</title><h1>Prizes</h1>
      <form method="post" action="${server.url}/sign-out"><button>Win</button></form>
      <iframe title="prize" src="${server.url}/"></iframe>`);
  });
  await new Promise((ready) => foreign.listen(0, '127.0.0.1', ready));
  // Another name for the same machine, so that it is another site.
  const origin = `http://localhost:${foreign.address().port}`;
  try {
    const ada = await visit({ as: 'administrator' });
    const head = async () => (await server.api('GET', '/api/v1/me')).seq;
    const before = await head();
    await ada.page.goto(origin);
    const frame = ada.page.frames().find((it) => it !== ada.page.mainFrame());
    assert.doesNotMatch(await frame.content(), /Mainstay/, 'it is shown in no frame');
    const [answer] = await Promise.all([
      ada.page.waitForResponse((it) => it.url().endsWith('/sign-out')),
      ada.page.getByRole('button', { name: 'Win' }).click(),
    ]);
    assert.equal(answer.status(), 403);
    assert.equal(await head(), before, 'nothing was remembered');
    // What the browser itself complained of is what we want.
    assert.ok(ada.complaints.every((it) => /frame-ancestors|frame/.test(it)), ada.complaints.join('\n'));
    ada.complaints.length = 0;
    await ada.go('/');
    assert.equal(new URL(ada.page.url()).pathname, '/', 'and nobody was signed out');
  } finally {
    foreign.close();
    foreign.closeAllConnections();
  }
});
