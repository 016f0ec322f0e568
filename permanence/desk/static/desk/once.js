// What is sent again after an answer that never came bears the id of the first time: the server takes it once.

export class Once {
  constructor() {
    this.ids = new Map();
  }

  /** Sends `words` to `where` under an id that stays theirs until the server has answered. */
  async send(where, words, post) {
    const key = `${where} ${words}`;
    if (!this.ids.has(key)) this.ids.set(key, crypto.randomUUID());
    const answer = await post(this.ids.get(key));
    this.ids.delete(key);
    return answer;
  }
}
