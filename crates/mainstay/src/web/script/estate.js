// Fields that name an item offer what fits while one types; sliders say their value at once.
for (const field of document.querySelectorAll('input[data-search]')) {
  const list = document.createElement('datalist');
  list.id = `${field.id}-found`;
  field.after(list);
  field.setAttribute('list', list.id);
  let asked = 0;
  field.addEventListener('input', async () => {
    const mine = ++asked;
    const text = field.value.trim();
    if (text.length < 2) return;
    await new Promise((resolve) => { setTimeout(resolve, 120); });
    if (mine !== asked) return;
    try {
      const answer = await fetch(`/search.json?limit=20&q=${encodeURIComponent(text)}`);
      if (!answer.ok || mine !== asked) return;
      const { items } = await answer.json();
      const known = items.filter((item) => item.href.startsWith('/items/') || item.id.startsWith('scenario/'));
      list.replaceChildren(...known.map((item) => new Option(`${item.title} (${item.what})`, item.id)));
    } catch { /* the field takes a name as typed */ }
  });
}
for (const range of document.querySelectorAll('input[type="range"]')) {
  const shown = range.closest('.field')?.querySelector('output');
  if (shown) range.addEventListener('input', () => { shown.textContent = range.value; });
}
