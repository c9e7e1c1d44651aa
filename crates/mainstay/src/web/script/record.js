// The form of a record: rows that are added and taken out, names found while typing, and what was
// typed kept on the server as one goes. The form does all of it without this, one press slower.
const form = document.querySelector('form.record');

// Names of records: the server is asked where the browser knows too few.
const asking = new WeakMap();
async function offer(input) {
  const text = input.value.trim();
  if (text.length < 2 || asking.get(input) === text) return;
  asking.set(input, text);
  const kinds = input.dataset.kinds.split(' ').filter(Boolean);
  const kind = kinds.length === 1 ? `&kind=${kinds[0]}` : '';
  const answer = await fetch(`/search.json?limit=20&q=${encodeURIComponent(text)}${kind}`).catch(() => undefined);
  if (!answer?.ok || asking.get(input) !== text) return;
  const list = document.getElementById(input.getAttribute('list'));
  const known = new Set([...list.options].map((option) => option.value));
  for (const { id, title } of (await answer.json()).items) {
    const [of, bare] = id.split('/');
    const value = kinds.length === 1 ? bare : id;
    if (!bare || (kinds.length && !kinds.includes(of)) || known.has(value)) continue;
    list.append(Object.assign(document.createElement('option'), { value, textContent: title }));
  }
}

// Rows: a new one is a copy of the last, emptied, under the next number.
function added(button) {
  const rows = button.closest('.section, fieldset').querySelector(`.rows[data-rows="${button.value}"]`);
  const last = rows?.lastElementChild;
  if (!last) return false;
  const fresh = last.cloneNode(true);
  const name = rows.dataset.rows;
  const number = (row) => Number(row.querySelector('[name]').name.slice(name.length + 1).split('.')[0]);
  const [from, to] = [number(last), number(last) + 1];
  const renamed = (text, gap) => text.replace(`${name.replaceAll('.', gap)}${gap}${from}`, `${name.replaceAll('.', gap)}${gap}${to}`);
  for (const element of [fresh, ...fresh.querySelectorAll('*')]) {
    for (const attribute of ['id', 'for', 'name', 'value', 'data-rows', 'aria-describedby']) {
      const text = element.getAttribute(attribute);
      if (text) element.setAttribute(attribute, renamed(renamed(text, '.'), '-'));
    }
    element.removeAttribute('aria-invalid');
    if (element.matches('.fault')) element.remove();
    if (element.matches('input:not([type=checkbox]), textarea')) element.value = '';
    if (element.matches('input[type=checkbox]')) element.checked = false;
    if (element.matches('select')) element.selectedIndex = 0;
  }
  const legend = fresh.querySelector('legend');
  if (legend) legend.textContent = `Row ${rows.children.length + 1}`;
  rows.append(fresh);
  fresh.querySelector('input, select, textarea').focus();
  return true;
}

// What is typed is kept some seconds later. Nothing is said to be kept before the server says so.
const told = form?.querySelector('[data-kept]');
let waiting, kept = '';
const typed = () => {
  const data = new FormData(form);
  for (const name of ['request', '_more', '_then']) data.delete(name);
  return new URLSearchParams(data).toString();
};
async function keep() {
  const now = typed();
  if (now === kept) return;
  told.textContent = 'keeping what you typed …';
  const answer = await fetch(location.pathname, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `${now}&_then=keep&_quiet=1`,
  }).catch(() => undefined);
  if (answer?.ok) {
    kept = now;
    const at = new Date((await answer.json()).kept_at);
    told.textContent = `Kept for you at ${at.toTimeString().slice(0, 5)}. Not saved yet: nobody else sees it.`;
  } else {
    told.textContent = 'Not kept: the server did not take it. It is tried again as you go on.';
  }
}

if (form) {
  kept = typed();
  form.addEventListener('input', (event) => {
    if (event.target.dataset.kinds !== undefined) offer(event.target);
    told.textContent = 'not saved';
    clearTimeout(waiting);
    waiting = setTimeout(keep, 4000);
  });
  form.addEventListener('submit', () => clearTimeout(waiting));
  form.addEventListener('click', (event) => {
    const button = event.target.closest('button[name=_more]');
    if (button && added(button)) event.preventDefault();
  });
}
document.querySelector('#faults, #meanwhile')?.focus();
