// Four sounds made here, no file: somebody new, danger, alarm, a message elsewhere. Off until the officer turns them on by a
// click, as browsers require; where the browser still holds them back, the button says so. In several tabs one sounds.

const SOUNDS = {
  new: [[0, 660, 0.14], [0.16, 880, 0.2]],
  danger: [[0, 880, 0.16], [0.2, 620, 0.16], [0.4, 880, 0.16], [0.6, 620, 0.16], [0.8, 880, 0.3]],
  alarm: [[0, 1046, 0.3], [0.36, 1046, 0.3], [0.72, 1046, 0.3], [1.08, 784, 0.6]],
  message: [[0, 540, 0.09]],
};
const LOUDNESS = { new: 0.18, danger: 0.34, alarm: 0.42, message: 0.08 };
const LEADER = "permanence-sound";

export class Sound {
  constructor({ changed }) {
    this.changed = changed;
    this.context = null;
    this.leads = !navigator.locks;
  }

  /** `off`, `on`, or `blocked`: wanted, but the browser waits for a click. */
  get state() {
    if (!this.context) return "off";
    return this.context.state === "running" ? "on" : "blocked";
  }

  turnOn() {
    this.context ??= new AudioContext();
    this.context.addEventListener("statechange", () => this.changed());
    this.resume();
    navigator.locks?.request(LEADER, () => {
      this.leads = true;
      return new Promise((release) => (this.release = release));
    });
    this.changed();
  }

  /** After a click or a key the browser lets go. */
  resume() {
    this.context.resume();
  }

  turnOff() {
    this.context?.close();
    this.context = null;
    this.release?.();
    this.leads = !navigator.locks;
    this.changed();
  }

  play(name) {
    if (this.state !== "on" || !this.leads) return;
    for (const [start, pitch, length] of SOUNDS[name]) this.note(start, pitch, length, LOUDNESS[name]);
  }

  note(start, pitch, length, loudness) {
    const from = this.context.currentTime + start;
    const tone = this.context.createOscillator();
    const volume = this.context.createGain();
    tone.type = "triangle";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(loudness, from + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + length);
    tone.connect(volume).connect(this.context.destination);
    tone.start(from);
    tone.stop(from + length + 0.02);
  }
}
