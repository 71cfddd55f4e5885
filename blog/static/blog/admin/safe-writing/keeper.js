// Keeps what stands in the form in this browser until the server has it: within two seconds of the last key.

import { startAutosave } from "../hand-over.js";
import { fieldsIn, fieldsOf, isWhole, textOf } from "./fields.js";
import { put, remove } from "./store.js";

const PAUSE = 800;
// A rich text field hands its words to the form half a second after they were typed (rich-text.js).
const LAG = 600;
const SIGNS = ["input", "change", "keyup", "click", "drop", "paste", "w-unsaved:add"];

export class Keeper {
  constructor({ form, place, names, onPause, onFailure }) {
    Object.assign(this, { form, place, names, onPause, onFailure, touched: 0, timer: null });
    SIGNS.forEach((sign) => form.addEventListener(sign, () => this.touch()));
    form.addEventListener("w-autosave:save", (event) => this.note(fieldsIn(event.detail.formData)));
    form.addEventListener("w-autosave:success", ({ detail }) => this.taken(detail.data.field_updates));
    // The window may be gone a moment later.
    document.addEventListener("visibilitychange", () => this.timer && this.keep());
  }

  get id() {
    return `${this.place()} ${this.name}`;
  }

  // What autosave sends, unless it is not all that was typed.
  note(fields) {
    this.sentFields = fields;
    this.sent = isWhole(fields) ? textOf(fields) : undefined;
  }

  // Wagtail takes all that stands in the form by now for saved. What came after this was sent is saved next.
  taken(updates = {}) {
    const now = fieldsOf(this.form);
    const taken = this.sentFields.map(([name, value]) => [name, updates[name] ?? value]);
    if (isWhole(now) && textOf(now) !== textOf(taken)) {
      startAutosave(this.form);
    }
    if (this.sent) {
      this.forget(this.sent);
    }
  }

  // What the server has shown or has taken is no text to keep.
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

  async keep() {
    this.name ??= (await this.names).own;
    const fields = fieldsOf(this.form);
    const text = textOf(fields);
    // What was saved is kept in the place of another text, which may still arrive at the server.
    if (text === this.kept || (text === this.saved && !this.keptId)) {
      return;
    }
    const { id, keptId } = this;
    try {
      await put({ id, place: this.place(), keptAt: Date.now(), fields });
      Object.assign(this, { kept: text, keptId: id });
      // A new post has an address of its own once it is saved.
      if (keptId && keptId !== id) {
        await remove(keptId);
      }
    } catch {
      this.onFailure();
    }
  }

  // The server has this text. If more was typed meanwhile, that is kept in its place.
  async forget(text) {
    this.saved = text;
    const now = textOf(fieldsOf(this.form));
    if (now !== text && this.kept !== text) {
      this.touch();
    } else if (this.keptId) {
      const { keptId } = this;
      Object.assign(this, { kept: undefined, keptId: undefined });
      await remove(keptId);
    }
  }
}
