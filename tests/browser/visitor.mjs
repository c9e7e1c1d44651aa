// Someone at a browser: a page of a certain width and colour, with script or without, by keyboard
// if asked. Whatever goes wrong meanwhile is noted, and the story fails by it at the end.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };
/** Rules that axe leaves off unless asked. */
const ASKED = { 'target-size': { enabled: true } };

export class Visitor {
  static async open(browser, origin, cookie, how) {
    const { view = 'wide', scheme = 'light', script = true } = how;
    const context = await browser.newContext({
      viewport: SIZES[view],
      colorScheme: scheme,
      javaScriptEnabled: script,
      hasTouch: view === 'phone',
      deviceScaleFactor: view === 'phone' ? 2 : 1,
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      baseURL: origin,
      serviceWorkers: 'block',
    });
    if (cookie) {
      const [name, value] = cookie.split(/=(.*)/s);
      await context.addCookies([{ name, value, url: origin }]);
    }
    context.setDefaultTimeout(20_000);
    const visitor = new Visitor(context, await context.newPage(), { view, scheme, script });
    await visitor.#listen();
    return visitor;
  }

  constructor(context, page, how) {
    this.context = context;
    this.page = page;
    this.how = how;
    this.name = `${how.view}, ${how.scheme}${how.script ? '' : ', no script'}`;
    this.complaints = [];
    this.traffic = [];
  }

  async #listen() {
    const complain = (text) => this.complaints.push(`${this.page.url()} (${this.name}): ${text}`);
    const page = this.page;
    page.on('console', (said) => {
      // A page with a status of its own is told below, by what loaded it.
      const loading = said.text().startsWith('Failed to load resource');
      if (said.type() === 'error' && !loading) complain(`console: ${said.text()}`);
    });
    page.on('pageerror', (error) => complain(`script: ${error.message}`));
    page.on('dialog', (dialog) => {
      complain(`a dialog opened: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on('response', (response) => {
      const whole = response.request().resourceType() === 'document';
      const bad = response.status() >= (whole ? 500 : 400);
      if (bad) complain(`${response.url()}: ${response.status()}`);
    });
    await this.context.exposeBinding('violated', (_, text) => complain(`policy: ${text}`));
    await this.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (it) => {
        window.violated(`${it.violatedDirective} ${it.blockedURI} ${it.sourceFile}:${it.lineNumber}`);
      });
    });
    const session = await this.context.newCDPSession(page);
    await session.send('Network.enable');
    const types = new Map();
    session.on('Network.responseReceived', (it) => {
      types.set(it.requestId, { url: it.response.url, type: it.type });
    });
    session.on('Network.loadingFinished', (it) => {
      const known = types.get(it.requestId);
      if (known) this.traffic.push({ ...known, bytes: it.encodedDataLength });
    });
    this.session = session;
  }

  /** Goes to a path; the page must be there (`status`, else 200). */
  async go(path, status = 200) {
    this.traffic.length = 0;
    const response = await this.page.goto(path, { waitUntil: 'load' });
    assert.equal(response.status(), status, `${path}: ${await this.page.innerText('body')}`);
    return response;
  }

  /** Bytes over the wire since the last `go`, in all and of scripts. */
  bytes() {
    const sum = (all) => all.reduce((sum, it) => sum + it.bytes, 0);
    return { all: sum(this.traffic), scripts: sum(this.traffic.filter((it) => it.type === 'Script')) };
  }

  /** The violations that axe finds on the page as it is: none is allowed. */
  async axe() {
    // Without script no timer ever rings: then axe waits in no time instead.
    if (!this.how.script) {
      await this.page.evaluate(() => {
        window.setTimeout = (then, _, ...given) => void Promise.resolve().then(() => then(...given));
      });
    }
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate(
      (rules) => window.axe.run(document, { rules, resultTypes: ['violations'] }),
      ASKED,
    );
    const told = found.violations.map((it) => {
      const where = it.nodes.slice(0, 3).map((node) => `\n    ${node.html}\n      ${node.failureSummary}`);
      return `${it.id}: ${it.help}${where.join('')}`;
    });
    if (told.length > 0) throw new Error(`${this.page.url()} (${this.name})\n  ${told.join('\n  ')}`);
  }

  /** Nothing is wider than the screen, whatever the width. */
  async fits() {
    const wide = await this.page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const beyond = (it) => it.getBoundingClientRect().right > width + 1;
      const within = (it) => it.closest('.scroll') && !it.matches('.scroll');
      const all = [...document.body.querySelectorAll('*')].filter((it) => beyond(it) && !within(it));
      return all.slice(0, 5).map((it) => it.outerHTML.slice(0, 120));
    });
    assert.deepEqual(wide, [], `${this.page.url()} (${this.name}) is wider than its screen`);
  }

  /** The page has what every page must have: a title, one heading, a language; axe; it fits. */
  async sound() {
    const about = await this.page.evaluate(() => ({
      title: document.title.length > 0,
      headings: document.querySelectorAll('h1').length,
      language: document.documentElement.lang !== '',
    }));
    const must = { title: true, headings: 1, language: true };
    assert.deepEqual(about, must, `${this.page.url()} (${this.name})`);
    await this.fits();
    await this.axe();
  }

  /** Walks with Tab to what has this role and name, as one without a mouse does. */
  async tabTo(role, name, most = 200) {
    const wanted = this.page.getByRole(role, { name, exact: typeof name === 'string' }).first();
    for (let step = 0; step < most; step += 1) {
      if (await wanted.evaluate((it) => it === document.activeElement)) return wanted;
      await this.page.keyboard.press('Tab');
    }
    const at = await this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
    return assert.fail(`${role} "${name}" is not reached by Tab on ${this.page.url()}; at ${at}`);
  }

  /** Fills a field by keyboard alone: walks there, selects what stands in it, types. */
  async type(label, text) {
    await this.tabTo('textbox', label);
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.type(text);
  }

  /** Presses a button or follows a link by keyboard alone, and waits for the page it leads to. */
  async press(role, name) {
    await this.tabTo(role, name);
    const loaded = this.page.waitForEvent('load');
    await this.page.keyboard.press('Enter');
    await loaded;
  }

  /** Fails by whatever went wrong so far. */
  calm() {
    assert.deepEqual(this.complaints, []);
  }

  async close() {
    await this.context.close();
    this.calm();
  }
}
