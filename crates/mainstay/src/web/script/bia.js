// While a question is answered, what would follow is asked of the server and shown at the side.
// Without this it is shown after each save.
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
      if (answer.ok) side.innerHTML = await answer.text();
    } catch { /* the server is away: what stands there is what was saved */ }
    if (mine === turn) side.removeAttribute('aria-busy');
  };
  form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, 400); });
}
