// The officer's token: asked of the signed-in page, kept in memory only, made to last longer before it ends, so that the
// live channel that was opened with it stays open through a whole shift.
// When the page is no longer signed in (here, in another tab, or by an administrator), says so once and stops.

import { Refusal } from "./api.js";
import { learn, now } from "./clock.js";

const EARLY_MS = 120_000;
const AGAIN_MS = 20_000;

export class Session {
  constructor({ url, csrf, onSignedOut }) {
    this.url = url;
    this.csrf = csrf;
    this.onSignedOut = onSignedOut;
    this.current = null;
    this.asking = null;
    this.over = false;
    this.timer = 0;
  }

  /** A token good for at least two minutes more. */
  async token() {
    if (this.current && this.current.until - EARLY_MS > now()) return this.current.token;
    return this.another();
  }

  /** The same token longer, or a new one where it ended; several askers at once share one request. */
  another() {
    if (this.over) return Promise.reject(new Refusal("Vous êtes déconnecté.", { status: 401 }));
    this.asking ??= this.ask().finally(() => (this.asking = null));
    return this.asking;
  }

  async ask() {
    const held = this.current ? { Authorization: `Bearer ${this.current.token}` } : {};
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "X-CSRFToken": this.csrf, Accept: "application/json", ...held },
      redirect: "manual",
    }).catch(() => null);
    if (!response) throw new Refusal("Le serveur ne répond pas.");
    learn(response.headers.get("Date"));
    if (response.status === 200) return this.keep(await response.json());
    if ([0, 302, 401, 403].includes(response.status)) this.end();
    throw new Refusal("La session n’a pas pu être ouverte.", { status: response.status });
  }

  keep({ token, expires_at: until }) {
    this.current = { token, until: Date.parse(until) };
    this.renewIn(this.current.until - EARLY_MS - now());
    return token;
  }

  renewIn(milliseconds) {
    clearTimeout(this.timer);
    const renew = () => this.another().catch(() => this.over || this.renewIn(AGAIN_MS));
    this.timer = setTimeout(renew, Math.max(AGAIN_MS, milliseconds));
  }

  /** Signed out: nothing more is asked, the page is told. */
  end() {
    if (this.over) return;
    this.over = true;
    this.current = null;
    clearTimeout(this.timer);
    this.onSignedOut();
  }
}
