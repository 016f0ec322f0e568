// The HTTP API. Every refusal becomes a `Refusal` with a sentence fit to be read; nothing else is ever thrown.

import { learn } from "./clock.js";

const TIMEOUT_MS = 20_000;

export class Refusal extends Error {
  /** `status` 0: the server did not answer. */
  constructor(detail, { status = 0, errors = {}, retryAfter = 0 } = {}) {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

const SILENT = "Le serveur ne répond pas. Rien n’a été changé : réessayez dans un instant.";
const UNKNOWN = "La demande n’a pas abouti. Réessayez ; si cela continue, prévenez votre superviseur.";

export class Api {
  /** `session` gives the token (`token()`) and is told when it is refused (`refused()`). */
  constructor(base, session) {
    this.base = base;
    this.session = session;
  }

  get(path) {
    return this.call("GET", path);
  }

  post(path, body = {}) {
    return this.call("POST", path, body);
  }

  put(path, body) {
    return this.call("PUT", path, body);
  }

  delete(path) {
    return this.call("DELETE", path);
  }

  async call(method, path, body) {
    const response = await this.attempt(method, path, body, await this.session.token());
    if (response.status !== 401) return outcome(response);
    return outcome(await this.attempt(method, path, body, await this.session.another()));
  }

  async attempt(method, path, body, token) {
    try {
      const response = await fetch(this.base + path, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
        body: body ? JSON.stringify(body) : undefined,
        credentials: "omit",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      learn(response.headers.get("Date"));
      return response;
    } catch {
      throw new Refusal(SILENT);
    }
  }
}

async function outcome(response) {
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Refusal(answer.detail || answer.title || UNKNOWN, {
    status: response.status,
    errors: answer.errors ?? {},
    retryAfter: Number(response.headers.get("Retry-After") ?? 0),
  });
}
