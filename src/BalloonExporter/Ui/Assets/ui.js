// Without this script the page works too: it only spares reloading, and draws what it has seen.
'use strict';
(() => {
  const interval = 5000;
  const most = 180;
  const parts = ['judgement', 'host', 'pause', 'resume', 'found', 'rows', 'managed', 'figures', 'decisions', 'stored', 'changes', 'restart', 'restartforms'];
  const main = document.querySelector('main[data-live]');
  if (!main) return;
  const live = document.getElementById('live');
  const stale = document.getElementById('stale');
  const seen = [];
  let renewedAt = new Date();
  let timer = 0;

  // What did not change stays, so that focus, what is open and what is typed stay too.
  function renew(now, next) {
    if (now.isEqualNode(next)) return;
    if (now.nodeName !== next.nodeName) { now.replaceWith(next); return; }
    if (now.nodeType !== Node.ELEMENT_NODE) { now.nodeValue = next.nodeValue; return; }
    for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
    for (const { name } of [...now.attributes]) if (name !== 'open' && !next.hasAttribute(name)) now.removeAttribute(name);
    const olds = [...now.childNodes];
    const news = [...next.childNodes];
    if (now.id === 'rows') renewRows(now, next);
    else if (olds.length === news.length) olds.forEach((old, index) => renew(old, news[index]));
    else now.replaceChildren(...news);
  }

  // Rows keep their domain where the order changes.
  function renewRows(now, next) {
    const known = new Map([...now.children].map((row) => [row.id, row]));
    const focused = document.activeElement;
    const rows = [...next.children].map((row) => {
      const old = known.get(row.id);
      if (old) renew(old, row);
      return old ?? row;
    });
    if (rows.length === now.children.length && rows.every((row, index) => row === now.children[index])) return;
    now.replaceChildren(...rows);
    if (focused.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  const mebibytes = (bytes) => Math.round(bytes / 2 ** 20);

  function line(name, values, top) {
    const from = seen[0].at;
    const time = seen.at(-1).at - from;
    const points = values.map((value, index) => `${(600 * (seen[index].at - from) / time).toFixed(1)},${(150 - 145 * value / top).toFixed(1)}`);
    const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
    drawn.setAttribute('class', name);
    drawn.setAttribute('points', points.join(' '));
    return drawn;
  }

  function draw() {
    const chart = document.getElementById('chart');
    const figures = document.getElementById('figures')?.dataset;
    if (!chart || !figures?.sold) return;
    seen.push({ at: Date.now(), has: Number(figures.has), needs: Number(figures.needs) });
    if (seen.length > most) seen.shift();
    if (seen.length < 2) return;
    const has = seen.map((each) => each.has);
    const needs = seen.map((each) => each.needs);
    const top = Math.max(Number(figures.sold), ...has, ...needs, 1);
    const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const range = (values) => `${mebibytes(values.at(-1))} MiB, ${mebibytes(Math.min(...values))} to ${mebibytes(Math.max(...values))}`;
    drawn.setAttribute('viewBox', '0 0 600 150');
    drawn.setAttribute('preserveAspectRatio', 'none');
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', `Has ${range(has)}; needs ${range(needs)}`);
    drawn.append(line('has', has, top), line('needs', needs, top));
    const legend = document.createElement('p');
    legend.className = 'small';
    legend.textContent = `From ${new Date(seen[0].at).toLocaleTimeString()} on. Solid: has (${range(has)}). Dashed: needs (${range(needs)}). Top: ${mebibytes(top)} MiB.`;
    chart.replaceChildren(chart.firstElementChild, drawn, legend);
    chart.hidden = false;
  }

  // Whether to go on.
  function show(next) {
    const then = next.querySelector('main');
    if (then.dataset.signin !== undefined) {
      main.replaceWith(then);
      then.querySelector('h1').tabIndex = -1;
      then.querySelector('h1').focus();
      return false;
    }

    if (then.dataset.live === undefined) throw new Error('it could not be read');
    for (const part of parts) {
      const [now, other] = [document.getElementById(part), next.getElementById(part)];
      // The page has other parts now: a domain has stopped or started.
      if (!now !== !other) { location.reload(); return false; }
      if (now) renew(now, other);
    }

    renewedAt = new Date();
    stale.textContent = '';
    draw();
    return true;
  }

  async function look() {
    let goesOn = true;
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { headers: { 'X-Poll': '1' }, cache: 'no-store' });
        goesOn = show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      } catch {
        // The host may be away for a moment: old figures are told to be old.
        stale.textContent = `Not renewed since ${renewedAt.toLocaleTimeString()}.`;
      }
    }

    clearTimeout(timer);
    if (goesOn && live.getAttribute('aria-pressed') === 'true') timer = setTimeout(look, interval);
  }

  live.hidden = false;
  live.addEventListener('click', () => {
    const isOn = live.getAttribute('aria-pressed') !== 'true';
    live.setAttribute('aria-pressed', String(isOn));
    clearTimeout(timer);
    if (isOn) look();
  });
  draw();
  timer = setTimeout(look, interval);
})();
