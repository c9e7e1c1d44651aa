// A server for one story: the dev binary on a port of the system's choice, with a home and a
// journal that are gone with it. Accounts are made the way a person makes them: by the link.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
const BINARY = resolve(process.env.MAINSTAY_BINARY ?? join(ROOT, 'target/debug/mainstay'));
const PASSWORD = 'nine ferries in the fog';
const START_MS = 60_000;

/** A folder of examples/, or any other, as an absolute path. */
export const folder = (name) => (name.includes('/') ? resolve(name) : join(ROOT, 'examples', name));

export class Server {
  /** Starts one; `arguments_` stand in the place of `serve`, for the demonstration. */
  static async start(arguments_ = ['serve']) {
    const home = mkdtempSync(join(tmpdir(), 'mainstay-story-'));
    const own = arguments_[0] === 'serve' ? ['--journal', `sqlite:${join(home, 'journal.db')}`] : [];
    const child = spawn(BINARY, [...arguments_, ...own, '--listen', '127.0.0.1:0'], {
      cwd: home,
      env: { PATH: process.env.PATH, TZ: 'Europe/Berlin', HOME: home, XDG_DATA_HOME: home, TMPDIR: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(home, child);
    await server.#said(/^Mainstay\s+(http:\S+)/m).then((it) => (server.url = it[1]));
    return server;
  }

  constructor(home, child) {
    this.home = home;
    this.child = child;
    this.text = '';
    this.cookies = new Map();
    this.ended = new Promise((done) => child.once('close', done));
    // Read on for ever: a full pipe would stop the server.
    for (const out of [child.stdout, child.stderr]) out.on('data', (some) => (this.text += some));
  }

  #said(pattern) {
    return new Promise((done, failed) => {
      const look = () => {
        const found = pattern.exec(this.text);
        if (!found) return;
        clearTimeout(late);
        done(found);
      };
      const why = (words) => failed(new Error(`the server ${words}:\n${this.text}`));
      const late = setTimeout(() => why(`does not say ${pattern}`), START_MS);
      this.child.on('error', (error) => why(`does not start (${error.message})`));
      this.child.on('exit', (code) => why(`ended with ${code}`));
      for (const out of [this.child.stdout, this.child.stderr]) out.on('data', look);
      look();
    });
  }

  /** The one-time link by which the first administrator is made. */
  async link() {
    return (await this.#said(/(http:\S+\/first-start\?link=\S+)/))[1];
  }

  /** Makes the administrator by the link, without a browser. */
  async administrator() {
    const link = new URL(await this.link()).searchParams.get('link');
    const fields = { link, account: 'ada', name: 'Ada Brandt', password: PASSWORD, again: PASSWORD };
    const body = new URLSearchParams(fields);
    const response = await fetch(`${this.url}/first-start`, { method: 'POST', body });
    if (response.status !== 200) throw new Error(`no administrator: ${await response.text()}`);
    this.cookies.set('administrator', cookie(response));
  }

  /** Opens an account that acts in a function, is called like it, and belongs to a person. */
  async account(name, person) {
    const grant = { function: name };
    if (name === 'auditor') grant.until = new Date(Date.now() + 3e9).toISOString();
    const account = { account: name, name, person, functions: [grant], password: PASSWORD };
    await this.api('POST', '/api/v1/accounts', account);
    this.cookies.set(name, await this.signedIn(name));
  }

  /** The cookie of a new session. */
  async signedIn(account) {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ account, password: PASSWORD });
    const response = await fetch(`${this.url}/api/v1/session`, { method: 'POST', headers, body });
    if (response.status !== 200) throw new Error(`${account}: ${await response.text()}`);
    return cookie(response);
  }

  /** Asks the API; `who` is the name of an account. Throws where the answer is no. */
  async api(method, path, body, who = 'administrator') {
    const headers = { cookie: this.cookies.get(who), origin: this.url };
    if (body !== undefined && !(body instanceof FormData)) {
      headers['content-type'] = 'application/json';
      body = JSON.stringify(body);
    }
    const response = await fetch(this.url + path, { method, headers, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** Imports files of a format: `[[name, bytes], …]`. */
  async importFiles(files, format = 'mainstay') {
    const form = new FormData();
    for (const [name, bytes] of files) form.append('file', new Blob([bytes]), name);
    return this.api('POST', `/api/v1/import/${format}`, form);
  }

  /** Imports a folder of records. */
  async importFolder(name) {
    const from = folder(name);
    const files = [];
    const open = [from];
    while (open.length > 0) {
      const inner = open.pop();
      for (const entry of readdirSync(inner).sort()) {
        const path = join(inner, entry);
        if (statSync(path).isDirectory()) open.push(path);
        else if (/\.(ya?ml|jsonl?)$/.test(entry)) files.push([relative(from, path), readFileSync(path)]);
      }
    }
    return this.importFiles(files);
  }

  /** Ends it, and everything it kept. */
  async stop() {
    this.child.removeAllListeners('exit');
    this.child.kill('SIGKILL');
    await this.ended;
    rmSync(this.home, { recursive: true, force: true });
  }
}

function cookie(response) {
  const set = response.headers.getSetCookie().find((it) => it.includes('mainstay='));
  if (!set) throw new Error('nobody was signed in');
  return set.split(';')[0];
}

export { PASSWORD };
