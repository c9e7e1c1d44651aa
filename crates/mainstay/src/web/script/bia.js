// While a question is answered, what would follow is asked of the server and shown at the side.
// Without this it is shown after each save.

// The only place where text becomes elements: a part of a page, made and escaped by the server.
const ours = globalThis.trustedTypes?.createPolicy('mainstay', { createHTML: (text) => text })
  ?? { createHTML: (text) => text };
const form = document.querySelector('form[data-bia]');
const side = document.querySelector('[data-consequence]');
if (form && side) {
  let turn = 0;
  let waiting;
  const ask = async () => {
    const mine = ++turn;
    side.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(side.dataset.consequence, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      if (mine !== turn) return;
      if (answer.ok) side.innerHTML = ours.createHTML(await answer.text());
    } catch { /* the server is away: what stands there is what was saved */ }
    if (mine === turn) side.removeAttribute('aria-busy');
  };
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, 400); });
}

// Cells pasted from a spreadsheet spread over the cells to the right and below.
for (const cells of document.querySelectorAll('[data-cells]')) {
  cells.addEventListener('paste', (event) => {
    const rows = event.clipboardData.getData('text').replace(/\r?\n$/, '').split(/\r?\n/).map((row) => row.split('\t'));
    const line = event.target.closest('tr');
    if (!line || (rows.length === 1 && rows[0].length === 1)) return;
    event.preventDefault();
    const lines = [...line.parentElement.children].slice([...line.parentElement.children].indexOf(line));
    const column = [...line.querySelectorAll('input[name=cell]')].indexOf(event.target);
    rows.forEach((row, down) => {
      const inputs = lines[down]?.querySelectorAll('input[name=cell]') ?? [];
      row.forEach((text, right) => { if (inputs[column + right]) inputs[column + right].value = text.trim(); });
    });
  });
}
