// Without this script the page works too: it only spares reloading.
'use strict';
(() => {
  const local = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });

  function tellLocalTimes(place) {
    for (const time of place.querySelectorAll('time')) time.textContent = local.format(new Date(time.dateTime));
  }

  // What did not change stays, so that focus and what a screen reader has said stay too.
  function replace(id, next) {
    const now = document.getElementById(id);
    const then = next.getElementById(id);
    if (now && then && now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
  }

  async function look() {
    const main = document.querySelector('main[data-state]');
    if (!main) return;
    let wait = 15000;
    if (!document.hidden) {
      try {
        const answer = await fetch(location.pathname, { headers: { 'X-Poll': '1' }, cache: 'no-store' });
        const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const then = next.querySelector('main');
        tellLocalTimes(next);
        if (then.dataset.state === main.dataset.state) {
          replace('progress', next);
          replace('numbers', next);
        } else {
          const focused = document.activeElement;
          replace('progress', next);
          const progress = document.getElementById('progress');
          const place = then.querySelector('#progress');
          if (progress && place) place.replaceWith(progress);
          main.replaceWith(then);
          if (focused && focused !== document.body && !focused.isConnected) {
            const heading = then.querySelector('h1');
            heading.tabIndex = -1;
            heading.focus();
          }
          history.replaceState(null, '', location.pathname);
        }
        if (then.dataset.busy === 'yes') wait = 2000;
        else if (!then.dataset.state) return;
      } catch {
        // The host may be away for a moment.
      }
    }
    setTimeout(look, wait);
  }

  tellLocalTimes(document);
  const main = document.querySelector('main[data-state]');
  if (main) setTimeout(look, main.dataset.busy === 'yes' ? 2000 : 15000);
})();
