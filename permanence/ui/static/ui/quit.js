// Quick exit: leave at once, tell the server while leaving, show nothing on the way back.
//
// The link works without this module. With it, nothing waits for the network: the page is hidden, the news leaves on
// its own, and the public page replaces ours in the tab's history. A session cookie that a script may write tells the
// server, on any later visit, that this conversation was left: it then asks for the code, even if the news was lost.

const link = document.getElementById('quitter');
const said = document.getElementById('quit-said');
const WITHIN_MS = 5000;
const LEFT = [
  'Appuyez encore deux fois sur Majuscule pour quitter rapidement.',
  'Appuyez encore une fois sur Majuscule pour quitter rapidement.',
];

function hide() {
  document.documentElement.hidden = true;
  document.title = ' ';
}

function post(url, content) {
  const body = JSON.stringify(content);
  if ('keepalive' in Request.prototype) {
    fetch(url, { method: 'POST', keepalive: true, headers: { 'Content-Type': 'application/json' }, body }).catch(() => {});
  } else {
    navigator.sendBeacon(url, new Blob([body], { type: 'application/json' }));
  }
}

function tell() {
  const seat = document.getElementById('seat');
  if (seat) {
    const { conversation, secret } = seat.dataset;
    post(`/api/v1/conversations/${conversation}/leave`, { how: 'quick_exit', secret });
  }
  post(document.body.dataset.leave, {});
}

export function quit() {
  hide();
  window.dispatchEvent(new Event('quit'));
  try {
    sessionStorage.clear();
    document.cookie = '__Host-sorti=1; Path=/; Secure; SameSite=Strict';
    tell();
    tabs.postMessage('quit');
  } catch {
    // Storage or network refused: leaving goes on.
  }
  location.replace(link.dataset.quit);
}

// Another tab of ours was left: this one shows the same conversation, or says that there is one.
function follow() {
  hide();
  window.dispatchEvent(new Event('quit'));
  sessionStorage.clear();
  location.replace(link.dataset.quit);
}

const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('sortie') : { postMessage() {} };
tabs.onmessage = follow;

let presses = 0;
let last = 0;
let alone = false;

window.addEventListener('keydown', (event) => {
  if (event.key !== 'Shift') {
    presses = 0;
    alone = false;
  } else if (!event.repeat) {
    alone = true;
  }
});
window.addEventListener('keyup', (event) => {
  if (event.key !== 'Shift' || !alone) return;
  const now = Date.now();
  presses = now - last < WITHIN_MS ? presses + 1 : 1;
  last = now;
  if (presses === 3) quit();
  else said.textContent = LEFT[presses - 1];
});
link.addEventListener('click', (event) => {
  event.preventDefault();
  quit();
});
// Back after leaving: a page that the browser kept in memory is not shown again, the server decides anew.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    hide();
    location.reload();
  }
});
