// A table of records like a spreadsheet: a pasted block fills cells, arrow keys walk, and what was
// changed is marked until it is saved. Without it, cells are typed and a table is pasted as text.
const table = document.querySelector('[data-grid]');

const rows = () => [...table.tBodies[0].rows];
const place = (input) => {
  const row = input.closest('tr');
  return [rows().indexOf(row), input.closest('td, th').cellIndex];
};
const at = (row, column) => rows()[row]?.cells[column]?.querySelector('input:not([type=hidden])');

function mark(input) {
  input.classList.toggle('pending', input.value !== input.defaultValue);
}

// A block from a spreadsheet: lines, and tabs between cells; quotes around what holds either.
function block(text) {
  const lines = [[]];
  let cell = '', quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { cell += '"'; i += 1; } else if (c === '"') quoted = false; else cell += c;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === '\t' || c === '\n') {
      lines.at(-1).push(cell);
      cell = '';
      if (c === '\n') lines.push([]);
    } else if (c !== '\r') cell += c;
  }
  lines.at(-1).push(cell);
  return lines.at(-1).every((it) => it === '') ? lines.slice(0, -1) : lines;
}

// More lines than rows: empty rows are added, as many as are needed.
function more() {
  const last = rows().at(-1);
  const fresh = last.cloneNode(true);
  const number = rows().length;
  for (const input of fresh.querySelectorAll('input')) {
    for (const key of ['name', 'id']) {
      input.setAttribute(key, input.getAttribute(key).replace(/^(f-c-|c\.)\d+/, `$1${number}`));
    }
    input.setAttribute('aria-label', input.getAttribute('aria-label').replace(/\d+/, number + 1));
    input.setAttribute('value', '');
    input.value = '';
  }
  last.after(fresh);
}

table?.addEventListener('input', (event) => mark(event.target));
table?.addEventListener('paste', (event) => {
  const lines = block(event.clipboardData.getData('text/plain'));
  if (lines.length < 2 && (lines[0]?.length ?? 0) < 2) return;
  event.preventDefault();
  const [row, column] = place(event.target);
  while (rows().length < row + lines.length && rows().length < 500) more();
  lines.forEach((line, down) => line.forEach((text, right) => {
    const input = at(row + down, column + right);
    if (!input) return;
    input.value = text.replace(/\s*\n\s*/g, ' ').trim();
    mark(input);
  }));
});
table?.addEventListener('keydown', (event) => {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  const input = event.target;
  if (!step || event.ctrlKey || event.metaKey || event.altKey || !input.matches('input')) return;
  // Inside a text the arrows walk through the text; at its ends they leave it.
  if (event.key === 'ArrowLeft' && input.selectionStart > 0) return;
  if (event.key === 'ArrowRight' && input.selectionEnd < input.value.length) return;
  const [row, column] = place(input);
  const next = at(row + step[0], column + step[1]);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});
addEventListener('beforeunload', (event) => {
  if (table?.querySelector('.pending') && !table.closest('form').dataset.sent) event.preventDefault();
});
table?.closest('form').addEventListener('submit', (event) => { event.target.dataset.sent = '1'; });
document.querySelector('#faults')?.focus();
