// The HTTP API. Every refusal becomes a `Refusal` with a sentence fit to be read; nothing else is ever thrown.

import { learn } from "./clock.js";

const TIMEOUT_MS = 20_000;
const FILE_MS = 180_000;

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

  /** A file, whole. */
  bytes(path) {
    return this.call("GET", path, undefined, { patience: FILE_MS, read: (response) => response.blob() });
  }

  async call(method, path, body, { patience = TIMEOUT_MS, read = json } = {}) {
    const response = await this.attempt(method, path, body, await this.session.token(), patience);
    if (response.status !== 401) return outcome(response, read);
    return outcome(await this.attempt(method, path, body, await this.session.another(), patience), read);
  }

  async attempt(method, path, body, token, patience) {
    try {
      const response = await fetch(this.base + path, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
        body: body ? JSON.stringify(body) : undefined,
        credentials: "omit",
        signal: AbortSignal.timeout(patience),
      });
      learn(response.headers.get("Date"));
      return response;
    } catch {
      throw new Refusal(SILENT);
    }
  }
}

function json(response) {
  return response.json().catch(() => ({}));
}

async function outcome(response, read) {
  if (response.status === 204) return null;
  if (response.ok) return read(response).catch(broken);
  const answer = await json(response);
  throw new Refusal(answer.detail || answer.title || UNKNOWN, {
    status: response.status,
    errors: answer.errors ?? {},
    retryAfter: Number(response.headers.get("Retry-After") ?? 0),
  });
}

/** The network went away in the middle of the answer. */
function broken() {
  throw new Refusal(SILENT);
}
