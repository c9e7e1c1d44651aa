// A run's clocks go on between two looks at the server: elapsed and left, from the server's time.
const shown = document.querySelector('time[data-clock="UTC"]');
const server = Date.parse(shown?.dateTime ?? new Date().toISOString());
const begun = performance.now();
const span = (seconds) => {
  const all = Math.abs(Math.round(seconds));
  const parts = [[Math.floor(all / 86400), 'd'], [Math.floor(all / 3600) % 24, 'h'], [Math.floor(all / 60) % 60, 'min'], [all % 60, 's']];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
};
const tick = () => {
  const now = server + performance.now() - begun;
  for (const it of document.querySelectorAll('[data-since]')) it.textContent = span((now - Date.parse(it.dataset.since)) / 1000);
  for (const it of document.querySelectorAll('[data-until]')) {
    const left = (Date.parse(it.dataset.until) - now) / 1000;
    it.textContent = left >= 0 ? `${span(left)} left` : `${span(left)} over`;
  }
};
tick();
setInterval(tick, 1000);
