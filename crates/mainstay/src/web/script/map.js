// The map: arrow keys walk from one thing to the next, buttons make it larger, a pull moves it.

const canvas = document.querySelector('.canvas');
const drawing = canvas?.querySelector('svg.map');
const nodes = [...(drawing?.querySelectorAll('.node') ?? [])].map((node) => ({
  x: Number(node.dataset.x), y: Number(node.dataset.y), link: node.querySelector('a'),
}));

const towards = {
  ArrowUp: (dx, dy) => [-dy, Math.abs(dx)], ArrowDown: (dx, dy) => [dy, Math.abs(dx)],
  ArrowLeft: (dx, dy) => [-dx, Math.abs(dy) * 3], ArrowRight: (dx, dy) => [dx, Math.abs(dy) * 3],
};
drawing?.addEventListener('keydown', (event) => {
  const way = towards[event.key];
  const here = nodes.find((node) => node.link.parentNode.contains(document.activeElement));
  if (!way || !here || event.ctrlKey || event.metaKey || event.altKey) return;
  let best;
  for (const node of nodes) {
    const [ahead, aside] = way(node.x - here.x, node.y - here.y);
    const far = ahead + aside;
    if (ahead > 0 && (!best || far < best.far)) best = { far, node };
  }
  if (best) { event.preventDefault(); best.node.link.focus(); }
});

if (drawing) {
  const natural = drawing.viewBox.baseVal;
  const size = (factor) => {
    drawing.setAttribute('width', natural.width * factor);
    drawing.setAttribute('height', natural.height * factor);
  };
  const now = () => drawing.width.baseVal.value / natural.width;
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => {
      const fit = Math.min(1, (canvas.clientWidth - 4) / natural.width);
      const to = { in: now() * 1.25, out: now() / 1.25, fit }[button.dataset.zoom];
      size(Math.min(4, Math.max(0.15, to)));
    });
  }
  let pull;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button || event.pointerType === 'touch' || event.target.closest('a')) return;
    pull = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop };
    canvas.classList.add('pulled');
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (pull) canvas.scrollTo(pull.x - event.clientX, pull.y - event.clientY);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(end, () => { pull = undefined; canvas.classList.remove('pulled'); });
  }
  const focus = nodes.find((node) => node.link.parentNode.classList.contains('focus'));
  if (focus) canvas.scrollTo(focus.x * now() - canvas.clientWidth / 2, focus.y * now() - canvas.clientHeight / 2);
}
