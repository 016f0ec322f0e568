// Where she is, when she chooses to say it: once, or followed until somebody is there. Only what her device measures
// leaves, to the person who answers and to the help they call; it stops on the spot, at the end, or when she says so.

const WRITE = 'Écrivez plutôt ici la rue et le numéro, un repère, l’étage.';
const FAILED = {
  1: `Votre appareil n’a pas donné son accord (réglages du navigateur). ${WRITE}`,
  2: `Votre appareil ne trouve pas où il est. ${WRITE}`,
  3: `Votre appareil met trop de temps à trouver où il est. ${WRITE} Ou réessayez.`,
};
const SEARCHING = 'Recherche de votre position. Acceptez si votre appareil le demande.';
const NOT_YET = 'Position pas encore partie : nouvel essai dès que le réseau revient.';
const COARSE = 'Peu précis : écrivez aussi la rue, l’étage.';
const GOOD_M = 30;
const COARSE_M = 100;
const MOVED_M = 20;
const SOONEST_MS = 10000;
const LATEST_MS = 30000;
const SEARCH_MS = 25000;
const RETRY_MS = 5000;

export class Position {
  // `last()` is the number of the last message: what was told before she began to be followed does not end it.
  constructor({ conversation, secret, last }) {
    this.url = `/api/v1/conversations/${conversation}/location`;
    this.headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
    this.key = `position:${conversation}`;
    Object.assign(this, { last, since: 0, watch: null, sent: null, sentAt: 0, waiting: false });
    for (const name of ['more', 'share', 'shared', 'shared-said', 'withdraw', 'here']) this[name] = document.getElementById(name);
    this.here.hidden = false;
    this.here.addEventListener('click', () => this.open(this.share.hidden));
    document.getElementById('share-once').addEventListener('click', () => this.begin(false));
    document.getElementById('share-follow').addEventListener('click', () => this.begin(true));
    this.withdraw.addEventListener('click', (event) => { event.preventDefault(); this.take(); });
    document.addEventListener('keydown', ({ key }) => { if (key === 'Escape' && !this.share.hidden) this.open(false); });
    window.addEventListener('online', () => this.again());
    const since = this.read();
    if (since) this.follow(Number(since));
  }

  open(open) {
    this.share.hidden = !open;
    if (open) document.getElementById('share-once').focus();
    else this.more.focus();
  }

  begin(follow) {
    this.open(false);
    this.stop();
    if (!navigator.geolocation) {
      this.failed({ code: 2 });
      return;
    }
    this.sent = null;
    this.say(SEARCHING);
    if (follow) this.follow(this.last() + 1);
    else this.listen();
    if (!follow) this.search = setTimeout(() => this.halt(), SEARCH_MS);
  }

  follow(since) {
    this.since = since;
    this.write(String(since));
    this.say(SEARCHING);
    this.listen();
    this.beat = setInterval(() => this.due(), LATEST_MS);
  }

  listen() {
    this.watch = navigator.geolocation.watchPosition((found) => this.found(found), (error) => this.failed(error), { enableHighAccuracy: true, timeout: SEARCH_MS, maximumAge: 5000 });
  }

  // Once: the first place found, then a better one; followed: who moves, at most every ten seconds.
  found({ coords, timestamp }) {
    const { latitude, longitude, accuracy } = coords;
    this.latest = { latitude, longitude, accuracy_m: accuracy, at: new Date(timestamp).toISOString() };
    if (this.since ? this.isNews() : !this.sent || accuracy < this.sent.accuracy_m / 2) this.send();
    if (!this.since && accuracy <= GOOD_M) this.halt();
  }

  isNews() {
    if (!this.sent) return true;
    return Date.now() - this.sentAt >= SOONEST_MS && metres(this.sent, this.latest) > MOVED_M;
  }

  // Half a minute without news: who stays in place is still there.
  due() {
    if (Date.now() - this.sentAt < LATEST_MS - 1000) return;
    navigator.geolocation.getCurrentPosition((found) => { this.found(found); this.send(); }, () => {}, { enableHighAccuracy: true, timeout: 10000, maximumAge: SOONEST_MS });
  }

  async send() {
    const place = this.latest;
    if (this.waiting) return;
    this.waiting = true;
    const code = await this.ask('POST', place);
    this.waiting = false;
    if (code === 204) this.told(place);
    else if (code === 409 || code === 401) this.stop();
    else this.retry();
  }

  told(place) {
    this.sent = place;
    this.sentAt = Date.now();
    const metre = Math.max(1, Math.round(place.accuracy_m));
    const at = new Date(place.at).toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' });
    const coarse = place.accuracy_m > COARSE_M ? ` ${COARSE}` : '';
    this.say(`${this.since ? 'Position suivie' : 'Position partagée'} : ${at}, à ${metre} m près.${coarse}`, true);
    if (this.latest !== place) this.found({ coords: { ...this.latest, accuracy: this.latest.accuracy_m }, timestamp: Date.parse(this.latest.at) });
  }

  retry() {
    this.say(NOT_YET, true);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.again(), RETRY_MS);
  }

  again() {
    if (this.latest && this.sent !== this.latest && (this.watch !== null || !this.sent)) this.send();
  }

  failed({ code }) {
    if (this.sent && code !== 1) return; // what was found still stands
    if (code === 1 || !this.since) this.stop();
    this.say(FAILED[code] || FAILED[2], Boolean(this.sent), true);
  }

  // She says so: forgotten here and there.
  async take() {
    this.stop();
    this.latest = null;
    const code = await this.ask('DELETE');
    if (code === 204 || code === 401) this.say('Votre position n’est plus partagée.');
    else this.say('La demande n’est pas passée. Réessayez.', true, true);
  }

  // Somebody is there: `seq` is the number of the message that says so.
  arrived(seq) {
    if (!this.since || seq < this.since) return;
    this.stop();
    this.say('Secours sur place : votre position n’est plus suivie.', true);
  }

  halt() {
    clearTimeout(this.search);
    if (this.watch !== null) navigator.geolocation.clearWatch(this.watch);
    this.watch = null;
  }

  stop() {
    this.halt();
    clearInterval(this.beat);
    clearTimeout(this.later);
    this.since = 0;
    this.write('');
  }

  // Gone by quick exit: nothing more leaves, and nothing is written that would stay.
  leave() {
    this.write = () => {};
    this.stop();
  }

  say(text, isShared = false, isWrong = false) {
    this.shared.hidden = false;
    this.withdraw.hidden = !isShared && !this.since;
    this.shared.toggleAttribute('data-wrong', isWrong);
    const said = this['shared-said'];
    if (said.textContent !== text) said.textContent = text;
  }

  async ask(method, place) {
    try {
      return (await fetch(this.url, { method, headers: this.headers, body: place && JSON.stringify(place), keepalive: true })).status;
    } catch {
      return 0;
    }
  }

  read() {
    try {
      return sessionStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  write(text) {
    try {
      if (text) sessionStorage.setItem(this.key, text);
      else sessionStorage.removeItem(this.key);
    } catch {
      // Storage refused: a reload ends the following.
    }
  }
}

// Between two places, near enough for a street.
function metres(one, other) {
  const north = (other.latitude - one.latitude) * 111320;
  const east = (other.longitude - one.longitude) * 111320 * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}
