// Risks in numbers: the register, a risk that nobody carries is decided about, the curve with what
// if, the matrix with its warning. By keyboard, and on a phone without script.
import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const OWNER = 'risk-owner';
const setting = { example: 'havensund', accounts: [OWNER, 'reader'] };
const PAGES = [
  '/requirements/risks',
  '/requirements/risks/of/payroll-gone',
  '/requirements/risks/of/surge-in-harbour-house',
  '/requirements/risks/curve?runs=20000',
  '/requirements/risks/curve?runs=20000&with=third-vote&without=roster-export',
  '/requirements/risks/matrix',
];

story('risks in numbers read well everywhere', setting, async ({ visit }) => {
  for (const view of [...VIEWS, { view: 'phone', scheme: 'light', script: false }]) {
    const owner = await visit({ as: OWNER, ...view });
    for (const path of PAGES) {
      await owner.go(path);
      await owner.sound();
    }
  }
});

/** What the register says of a risk. */
async function numbers(server, id) {
  const register = await server.api('GET', '/api/v1/risk-numbers');
  return register.risks.find((it) => it.id === `risk/${id}`);
}

for (const how of [{}, { view: 'phone', scheme: 'dark', script: false }]) {
  const words = how.script === false ? ' on a phone without script' : ' by keyboard alone';
  story(`a risk that nobody decided about is decided${words}`, setting, async ({ server, visit }) => {
    const owner = await visit({ as: OWNER, ...how });
    const { page } = owner;
    const main = () => page.innerText('main');
    await owner.go('/requirements/risks');
    const row = page.getByRole('row', { name: /The payroll company fails in pay week/ });
    assert.match(await row.innerText(), /carried by nobody/);
    await owner.press('link', 'The payroll company fails in pay week');
    // Half of the strikes cost less than 80,000, nine of ten less than 300,000: once in 33 years.
    const told = await main();
    assert.match(told, /half cost less than 80,000 EUR/);
    assert.match(told, /nine of ten less than 300,000 EUR/);
    const before = await numbers(server, 'payroll-gone');
    const sigma = Math.log(300 / 80) / 1.2815515655446004;
    const mean = 0.03 * 80_000 * Math.exp((sigma * sigma) / 2);
    assert.ok(Math.abs(before.residual_per_year / mean - 1) < 1e-6, `${before.residual_per_year}`);
    assert.equal(before.treatment, null);

    // Accepted by somebody, but neither why nor until when: both are said at once, nothing is lost.
    await page.getByLabel(/What is done/).selectOption('accept');
    await page.getByLabel(/Who decides/).selectOption('role/managing-director');
    await owner.type(/^Why/, ' ');
    await owner.press('button', 'File the decision');
    const faults = await main();
    assert.match(faults, /say until when; then the risk comes back/);
    assert.match(faults, /say why, in a sentence/);
    assert.equal(await page.getByLabel(/What is done/).inputValue(), 'accept');
    await owner.sound();
    assert.equal((await numbers(server, 'payroll-gone')).treatment, null);

    await page.getByLabel(/Accepted until/).fill('2031-06-30');
    await owner.type(/^Why/, 'Two months of pay can be paid out by the bank from last month.');
    await owner.press('button', 'File the decision');
    assert.match(await main(), /until 2031-06-30/);
    await owner.sound();
    const after = await numbers(server, 'payroll-gone');
    assert.deepEqual(
      [after.treatment, after.accepted_by, after.accepted_until, after.acceptance_expired],
      ['accept', 'role/managing-director', '2031-06-30', false],
    );
    // Accepting it changes nothing in what it costs.
    assert.equal(after.residual_per_year, before.residual_per_year);
    // Whoever may only read sees no form.
    const reader = await visit({ as: 'reader', ...how });
    await reader.go('/requirements/risks/of/payroll-gone');
    assert.equal(await reader.page.getByRole('button', { name: 'File the decision' }).count(), 0);
  });
}

story('what if a measure operated is drawn, and nothing is filed', setting, async ({ server, visit }) => {
  const owner = await visit({ as: OWNER });
  const { page } = owner;
  await owner.go('/requirements/risks/of/ransomware-with-backups');
  await owner.press('link', 'What if it operated');
  const told = await page.innerText('main');
  assert.match(told, /What if\. Some measures are counted otherwise than they are; nothing is filed/);
  assert.match(told, /As it is today/);
  const ask = (more) => server.api('GET', `/api/v1/simulate?runs=2000&seed=7${more}`);
  const [today, again, then] = [await ask(''), await ask(''), await ask('&with=backup-separation')];
  assert.deepEqual(today.annual_loss, again.annual_loss);
  assert.ok(then.annual_loss.p95 < today.annual_loss.p95);
  const apart = today.annual_loss.mean_by_formula - then.annual_loss.mean_by_formula;
  const risk = await numbers(server, 'ransomware-with-backups');
  // Three tenths of what a strike costs remain.
  assert.ok(Math.abs(apart / (risk.residual_per_year * 0.7) - 1) < 1e-6, `${apart}`);
  const measure = await server.api('GET', '/api/v1/measures/backup-separation');
  assert.ok(JSON.stringify(measure).includes('building'), 'the measure is where it was');
  // The matrix never goes without what it hides.
  await owner.go('/requirements/risks/matrix');
  const matrix = await page.innerText('main');
  assert.match(matrix, /Harbour House cannot be used/);
  assert.match(matrix, /What a year may cost/);
});
