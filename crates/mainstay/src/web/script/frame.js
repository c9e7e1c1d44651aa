// What every page gains where scripts run: clocks that go on, the command palette, keys, print.
// Nothing here is needed to read or to act.
const root = document.documentElement;
root.classList.add('scripted');

const menu = document.querySelector('.rail details');
if (menu && matchMedia('(max-width: 52rem)').matches) menu.open = false;

// The clocks follow the server's: what they showed at first, plus what has passed since.
const begun = performance.now();
for (const clock of document.querySelectorAll('[data-clock]')) {
  const at = Date.parse(clock.dateTime);
  const show = new Intl.DateTimeFormat('en-GB', {
    timeZone: clock.dataset.clock, hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
  });
  setInterval(() => { clock.textContent = show.format(at + performance.now() - begun); }, 5000);
}

const keys = {
  get on() { try { return localStorage.getItem('keys') !== 'off'; } catch { return true; } },
  set on(on) { try { localStorage.setItem('keys', on ? 'on' : 'off'); } catch { /* not kept */ } },
};
for (const box of document.querySelectorAll('[data-do="keys"]')) {
  box.checked = keys.on;
  box.addEventListener('change', () => { keys.on = box.checked; });
}
for (const button of document.querySelectorAll('[data-do="print"]')) {
  button.addEventListener('click', () => print());
}

const search = document.querySelector('#q');
const places = { h: '/', i: '/initiation', r: '/requirements', p: '/implementation', o: '/operation', v: '/invocation', f: '/findings', m: '/map', c: '/changes' };
const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
let going = 0;

addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey && search) {
    event.preventDefault();
    palette.open();
    return;
  }
  if (!keys.on || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const place = performance.now() - going < 1500 && places[event.key];
  going = event.key === 'g' ? performance.now() : 0;
  if (place) location.assign(place);
  else if (event.key === '/' && search) { event.preventDefault(); search.focus(); }
  else if (event.key === '?') location.assign(document.querySelector('a[rel=help]')?.href ?? '/help');
});

// The palette: one field, results below, chosen by arrows. It asks the server, which searches all.
const palette = {
  dialog: undefined,
  asked: 0,
  open() {
    this.dialog ??= this.make();
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    this.ask();
  },
  make() {
    const dialog = document.createElement('dialog');
    dialog.className = 'palette';
    dialog.setAttribute('aria-label', 'Go to');
    const input = document.createElement('input');
    Object.assign(input, { type: 'text', autocomplete: 'off', placeholder: 'Go to a service, a plan, a page, an action' });
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-label': 'Go to', 'aria-autocomplete': 'list' })) input.setAttribute(name, value);
    const list = document.createElement('ul');
    list.id = 'palette-list';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Found');
    dialog.append(input, list);
    document.body.append(dialog);
    input.addEventListener('input', () => this.ask());
    input.addEventListener('keydown', (event) => this.key(event));
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    Object.assign(this, { input, list, at: 0 });
    return dialog;
  },
  async ask() {
    const turn = ++this.asked;
    let found = [];
    try {
      const answer = await fetch(`/search.json?limit=12&q=${encodeURIComponent(this.input.value)}`);
      if (answer.ok) found = (await answer.json()).items;
    } catch { /* the server is away: the list stays empty, and says so */ }
    if (turn !== this.asked) return;
    this.list.replaceChildren(...found.map((item, index) => {
      const line = document.createElement('li');
      line.id = `palette-${index}`;
      line.setAttribute('role', 'option');
      line.dataset.to = item.href;
      line.textContent = item.title;
      const small = document.createElement('small');
      small.textContent = item.what;
      line.append(small);
      line.addEventListener('click', () => location.assign(item.href));
      return line;
    }));
    this.choose(0);
  },
  choose(at) {
    const lines = [...this.list.children];
    this.at = lines.length ? (at + lines.length) % lines.length : 0;
    lines.forEach((line, index) => line.setAttribute('aria-selected', String(index === this.at)));
    lines[this.at]?.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', lines[this.at]?.id ?? '');
  },
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); this.choose(this.at + step); }
    else if (event.key === 'Enter') {
      event.preventDefault();
      const line = this.list.children[this.at];
      location.assign(line ? line.dataset.to : `/search?q=${encodeURIComponent(this.input.value)}`);
    }
  },
};
