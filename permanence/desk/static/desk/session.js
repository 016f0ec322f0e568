// The officer's token: asked of the signed-in page, kept in memory only, renewed before it ends.
// When the page is no longer signed in (here, in another tab, or by an administrator), says so once and stops.

import { Refusal } from "./api.js";
import { learn } from "./clock.js";

const EARLY_MS = 120_000;

export class Session {
  constructor({ url, csrf, onSignedOut }) {
    this.url = url;
    this.csrf = csrf;
    this.onSignedOut = onSignedOut;
    this.current = null;
    this.asking = null;
    this.over = false;
  }

  /** A token good for at least two minutes more. */
  async token() {
    if (this.current && this.current.until - EARLY_MS > Date.now()) return this.current.token;
    return this.another();
  }

  /** A new token; several askers at once share one request. */
  another() {
    if (this.over) return Promise.reject(new Refusal("Vous êtes déconnecté.", { status: 401 }));
    this.asking ??= this.ask().finally(() => (this.asking = null));
    return this.asking;
  }

  async ask() {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "X-CSRFToken": this.csrf, Accept: "application/json" },
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
    return token;
  }

  /** Signed out: nothing more is asked, the page is told. */
  end() {
    if (this.over) return;
    this.over = true;
    this.current = null;
    this.onSignedOut();
  }
}
