// The strip of margin follows what is said: news comes as server-sent events, and the strip is
// fetched anew. Away from the server, it says so; without script it says as of when it holds.
// The server's own page is the only text that becomes elements.
const ours = globalThis.trustedTypes?.createPolicy('mainstay', { createHTML: (text) => text }) ?? { createHTML: (text) => text };
const strip = () => document.querySelector('[data-refresh]');
const alone = document.querySelector('main [data-refresh]');
let waiting = false;
let asked = 0;
const refresh = async () => {
  waiting = false;
  const turn = ++asked;
  try {
    const answer = await fetch(strip().dataset.refresh);
    if (!answer.ok || turn !== asked) return;
    const page = new DOMParser().parseFromString(ours.createHTML(await answer.text()), 'text/html');
    const [fresh, before] = [document.adoptNode(page.querySelector('[data-refresh]')), strip()];
    const held = before.contains(document.activeElement);
    if (!held) before.replaceWith(fresh);
    strip().setAttribute('aria-live', 'polite');
  } catch { /* the server is away: what is shown says as of when it holds */ }
};
const news = (event) => {
  if (waiting || !/"(signal|change)/.test(event.data)) return;
  waiting = true;
  setTimeout(refresh, 150);
};
const past = new URLSearchParams(location.search).has('as-of');
if (alone && !past && 'EventSource' in window) {
  const source = new EventSource('/api/v1/events');
  for (const word of ['filed', 'amended', 'approved', 'retired', 'homed']) source.addEventListener(word, news);
  addEventListener('pagehide', () => source.close());
}
