// One file on its way to the desk, in pieces, whatever the network does.
//
// It is announced under an id that never changes; each piece says where it begins. A lost network pauses it, a doubtful
// answer is settled by asking how far the server has come: what has arrived is never sent twice, and one file is never
// two messages. Pieces grow as long as one takes about three seconds. Nothing of the file is kept on the device.

const FIRST_PIECE = 64 * 1024;
const SMALLEST_PIECE = 16 * 1024;
const LARGEST_PIECE = 1024 * 1024;
const PIECE_MS = 3000;
const STALLED_MS = 45000;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30000;
const LATER = [0, 408, 425, 429];
const MOST_DETOURS = 8;

export class Upload {
  // `tell(state, value)`: 'sending' and the bytes that have left, 'offline', 'retrying', 'later' (the server asks for
  // patience), 'sent' and the server's answer, 'refused' and its answer.
  constructor({ id, file, conversation, secret, tell }) {
    const url = `/api/v1/conversations/${conversation}/uploads`;
    Object.assign(this, { id, file, url, secret, tell, offset: null, unsure: false, failures: 0, detours: 0 });
    Object.assign(this, { piece: FIRST_PIECE, stopped: false, request: null, wake: null });
    this.online = () => { if (this.wake) this.wake(); };
    this.offline = () => { if (this.request) this.request.abort(); };
    window.addEventListener('online', this.online);
    window.addEventListener('offline', this.offline);
  }

  // Until it is there, refused or stopped.
  async run() {
    while (!this.stopped) {
      if (navigator.onLine === false) await this.pause('offline', 0);
      else if (await this.step()) break;
    }
    this.stop();
  }

  stop() {
    this.stopped = true;
    window.removeEventListener('online', this.online);
    window.removeEventListener('offline', this.offline);
    if (this.request) this.request.abort();
    if (this.wake) this.wake();
    this.file = null;
  }

  // Taken back: what has come of it is given up there too, as far as the network allows.
  cancel() {
    const isKnown = this.offset !== null;
    this.stop();
    if (isKnown) this.ask('DELETE', `/${this.id}`, {});
  }

  // True when there is nothing more to do.
  async step() {
    const began = Date.now();
    const answer = await this.next();
    if (this.stopped) return true;
    if (answer.status === 201 && answer.content.attachment) return this.end('sent', answer.content);
    if (answer.status < 300 && answer.status >= 200) this.arrived(answer, Date.now() - began);
    else if (LATER.includes(answer.status) || answer.status >= 500) return this.trouble(answer);
    else return this.detour(answer);
    return false;
  }

  // The server stands elsewhere, or knows this upload no more: there is another way, but not for ever. True where there
  // is none. A question (`HEAD`) is refused without words: announced again, the upload is told why.
  detour(answer) {
    this.detours += 1;
    const isLost = this.offset !== null && (answer.status === 404 || this.unsure);
    if (this.detours > MOST_DETOURS || (answer.offset === null && !isLost)) return this.end('refused', answer);
    this.offset = isLost ? null : answer.offset;
    this.unsure = false;
    return false;
  }

  next() {
    if (this.offset === null) {
      const { name, type, size } = this.file;
      return this.ask('POST', '', { 'Content-Type': 'application/json' }, JSON.stringify({ id: this.id, name, type, size }));
    }
    if (this.unsure) return this.ask('HEAD', `/${this.id}`, {});
    this.last = this.file.slice(this.offset, this.offset + this.piece);
    return this.ask('PATCH', `/${this.id}`, { 'Upload-Offset': String(this.offset), 'Content-Type': 'application/offset+octet-stream' }, this.last);
  }

  arrived({ offset, content }, took) {
    if (this.offset !== null && !this.unsure) this.adapt(took);
    const here = content.offset === undefined ? offset : content.offset;
    if (here !== null) this.offset = here;
    else this.offset += this.last.size;
    this.unsure = false;
    this.failures = 0;
    this.tell('sending', this.offset);
  }

  // A piece that took half the time may be twice as long.
  adapt(took) {
    const factor = Math.min(2, Math.max(0.5, PIECE_MS / Math.max(1, took)));
    const wanted = Math.round((this.piece * factor) / SMALLEST_PIECE) * SMALLEST_PIECE;
    this.piece = Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, wanted));
  }

  // Where the server has come to is asked before anything more is sent. True where the device itself lost the file.
  async trouble({ status, after }) {
    if (status === 0 && !(await readable(this.file.slice(0, 1)))) return this.end('refused', { status, content: {} });
    this.unsure = this.offset !== null;
    this.failures += 1;
    this.piece = Math.max(SMALLEST_PIECE, this.piece / 2);
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.failures - 1)) * (0.5 + Math.random());
    const state = status === 429 ? 'later' : 'retrying';
    await this.pause(navigator.onLine === false ? 'offline' : state, Math.max(delay, after * 1000));
    return false;
  }

  pause(state, delay) {
    this.tell(state);
    return new Promise((resolve) => {
      const timer = delay ? setTimeout(resolve, delay) : 0;
      this.wake = () => { clearTimeout(timer); this.wake = null; resolve(); };
    });
  }

  end(state, value) {
    if (!this.stopped) this.tell(state, value);
    this.stop();
    return true;
  }

  // Never fails: `status` 0 where no answer came. A piece that does not move for a while is given up.
  ask(method, path, headers, body) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      let patience = 0;
      const moved = () => { clearTimeout(patience); patience = setTimeout(() => request.abort(), STALLED_MS); };
      request.open(method, this.url + path);
      for (const [name, value] of Object.entries({ Authorization: `Bearer ${this.secret}`, ...headers })) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded }) => {
        moved();
        if (method === 'PATCH' && !this.stopped) this.tell('sending', this.offset + loaded);
      };
      request.onloadend = () => {
        clearTimeout(patience);
        if (this.request === request) this.request = null;
        resolve(read(request));
      };
      this.request = request;
      moved();
      request.send(body);
    });
  }
}

function readable(blob) {
  return new Response(blob).arrayBuffer().then(() => true, () => false);
}

function read(request) {
  let content = {};
  try {
    content = JSON.parse(request.responseText) || {};
  } catch {
    // No content, or a page of somebody in between.
  }
  const offset = request.getResponseHeader('Upload-Offset');
  const after = Number(request.getResponseHeader('Retry-After')) || 0;
  return { status: request.status, content, offset: offset === null ? null : Number(offset), after };
}
