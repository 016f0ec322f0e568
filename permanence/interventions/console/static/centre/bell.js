// The alarm: a sound that loops until somebody takes the alert in charge, made here, no file. It plays on the audio's
// own clock, so that a page in the background, whose timers browsers slow down, rings as one in sight.
// Off until a gesture, as browsers require; the page says so as long as it is.

import { Sound } from "../desk/sound.js";

const PATTERNS = {
  alarm: { lasts: 2.6, loud: 0.35, notes: [[0, 740, 0.22], [0.26, 988, 0.22], [0.52, 740, 0.22], [0.78, 988, 0.3]] },
  louder: { lasts: 1.4, loud: 0.8, notes: [[0, 880, 0.16], [0.18, 1245, 0.16], [0.36, 880, 0.16], [0.54, 1245, 0.16], [0.72, 880, 0.16], [0.9, 1245, 0.2]] },
  lost: { lasts: 6, loud: 0.3, notes: [[0, 330, 0.3], [0.4, 247, 0.5]] },
};
const RATE = 22_050;

export class Bell extends Sound {
  constructor({ changed }) {
    super({ changed });
    this.ringing = "";
    this.source = null;
  }

  /** What must sound now: `alarm`, `louder`, `lost` (cut off from the server), or nothing. Say it again at leisure. */
  follow(wanted) {
    const audible = this.state === "on" && this.leads ? wanted : "";
    if (audible === this.ringing) return;
    this.hush();
    if (audible) this.loop(audible);
    this.ringing = audible;
  }

  /** One turn of it, so that one hears what an alert sounds like. */
  once(name) {
    if (this.state === "on") this.begin(name, false);
  }

  turnOff() {
    this.hush();
    super.turnOff();
  }

  loop(name) {
    this.source = this.begin(name, true);
  }

  begin(name, loops) {
    const source = this.context.createBufferSource();
    source.buffer = drawn(this.context, PATTERNS[name]);
    source.loop = loops;
    source.connect(this.context.destination);
    source.start();
    return source;
  }

  hush() {
    this.source?.stop();
    this.source = null;
    this.ringing = "";
  }
}

function drawn(context, { lasts, loud, notes }) {
  const buffer = context.createBuffer(1, Math.round(lasts * RATE), RATE);
  const samples = buffer.getChannelData(0);
  for (const [start, pitch, length] of notes) {
    const from = Math.round(start * RATE);
    for (let index = 0; index < length * RATE; index += 1) {
      samples[from + index] += loud * envelope(index / RATE, length) * triangle((index * pitch) / RATE);
    }
  }
  return buffer;
}

const triangle = (turns) => 1 - 4 * Math.abs((turns % 1) - 0.5);
const envelope = (at, length) => Math.min(1, at / 0.012, (length - at) / 0.05);
