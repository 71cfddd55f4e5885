// Stores the form in this browser within two seconds of the last input, until the server has it.

import { startAutosave } from "../hand-over.js";
import { fieldsIn, fieldsOf, isWhole, textOf } from "./fields.js";
import { now, put, remove } from "./store.js";

const PAUSE = 800;
// A rich text field updates the form half a second after typing (rich-text.js).
const LAG = 600;
const SIGNS = ["input", "change", "keyup", "click", "drop", "paste", "w-unsaved:add"];

export class Keeper {
  constructor({ form, place, names, onPause, onFailure }) {
    Object.assign(this, { form, place, names, onPause, onFailure, touched: 0, timer: null, turn: Promise.resolve() });
    SIGNS.forEach((sign) => form.addEventListener(sign, () => this.touch()));
    form.addEventListener("w-autosave:save", (event) => this.note(fieldsIn(event.detail.formData)));
    form.addEventListener("w-autosave:success", ({ detail }) => this.taken(detail.data.field_updates));
    // The window may be closed a moment later.
    document.addEventListener("visibilitychange", () => this.timer && this.keep());
  }

  get id() {
    return `${this.place()} ${this.name}`;
  }

  // The fields that autosave sends, unless they are not all of the input.
  note(fields) {
    this.sentFields = fields;
    this.sent = isWhole(fields) ? textOf(fields) : undefined;
  }

  // Wagtail regards the current form as saved. Input after the request was sent is saved next.
  taken(updates = {}) {
    const current = fieldsOf(this.form);
    const taken = this.sentFields.map(([name, value]) => [name, updates[name] ?? value]);
    if (isWhole(current) && textOf(current) !== textOf(taken)) {
      startAutosave(this.form);
    }
    if (this.sent) {
      this.forget(this.sent);
    } else {
      // The stored text is now based on the saved version, whose number the form gets from another listener.
      this.kept = undefined;
      setTimeout(() => this.keep());
    }
  }

  // Text that the server has sent or accepted is not stored.
  startFrom(text) {
    this.saved = text;
  }

  touch() {
    this.touched = Date.now();
    this.timer ??= setTimeout(() => this.tick(), PAUSE);
  }

  tick() {
    const began = Date.now();
    this.timer = null;
    const keeping = this.keep();
    if (this.touched > began - LAG) {
      this.timer = setTimeout(() => this.tick(), PAUSE);
    } else {
      keeping.then(this.onPause);
    }
  }

  keep() {
    return this.inTurn(() => this.keepNow());
  }

  // The server has this text. Later input replaces it in the store.
  forget(text) {
    return this.inTurn(() => this.forgetNow(text));
  }

  // Otherwise a text could be removed from the store while a newer one is being stored there.
  inTurn(step) {
    this.turn = this.turn.then(step, step);
    return this.turn;
  }

  async keepNow() {
    this.name ??= (await this.names).own;
    const fields = fieldsOf(this.form);
    const text = textOf(fields);
    // Replaces another stored text, which may still arrive at the server, by the saved one.
    if (text === this.kept || (text === this.saved && !this.keptId)) {
      return;
    }
    const { id, keptId } = this;
    try {
      await put({ id, place: this.place(), keptAt: now(), fields });
      Object.assign(this, { kept: text, keptId: id });
      // A new post has its own URL after the first save.
      if (keptId && keptId !== id) {
        await remove(keptId);
      }
    } catch {
      this.onFailure();
    }
  }

  async forgetNow(text) {
    this.saved = text;
    const current = textOf(fieldsOf(this.form));
    if (current !== text && this.kept !== text) {
      this.touch();
    } else if (this.keptId) {
      const { keptId } = this;
      Object.assign(this, { kept: undefined, keptId: undefined });
      await remove(keptId);
    }
  }
}
