// The body as Markdown text. The blocks in the form are updated as the user types, so that saving works as usual.

import { ask, bodyFields } from "./server.js";
import { Notes } from "./notes.js";
import { forgetComments } from "./stream.js";
import { AS_MARKDOWN, WANTED, settled, startAutosave } from "../hand-over.js";

const PAUSE = 500;

export class MarkdownView {
  constructor({ element, panel, form, stream, complain }) {
    this.text = element.querySelector("[data-markdown-text]");
    // A form field with the text that is not in the blocks yet, so that the browser stores it with the others.
    this.unread = element.querySelector("[data-markdown-unread]");
    this.notes = new Notes(element.querySelector("[data-notes]"), this.text);
    Object.assign(this, { panel, form, stream, complain, isOpen: false, composes: false, following: null, failed: null });
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("compositionstart", () => { this.composes = true; });
    this.text.addEventListener("compositionend", () => { this.composes = false; this.typed(); });
    ["online", "focus"].forEach((sign) => window.addEventListener(sign, () => this.failed && this.typed()));
    form.addEventListener(WANTED, ({ detail: waits }) => this.isBehind && waits.push(this.handOver()));
  }

  get isBehind() {
    return this.isOpen && this.text.value !== this.followed;
  }

  async open() {
    await settled();
    this.form.dispatchEvent(new CustomEvent(AS_MARKDOWN));
    // Ids and comments are taken from the body as it was when this view was opened.
    this.ids = this.stream.root.children.map((child) => child.id);
    const { text, held } = await ask(this.panel.dataset.markdownUrl, bodyFields(this.form));
    this.opened = held;
    this.held = held;
    this.followed = text;
    // Restores stored text that was not in the blocks yet.
    this.text.value = this.unread.value || text;
    this.notes.show([]);
    this.isOpen = true;
  }

  typed() {
    // An emptied text is pending too.
    this.unread.value = this.isBehind ? this.text.value || "\n" : "";
    clearTimeout(this.timer);
    if (!this.composes) {
      this.timer = setTimeout(() => this.follow().catch(this.complain), PAUSE);
    }
  }

  /** Updates the blocks from the text, with one request at a time. */
  follow() {
    clearTimeout(this.timer);
    this.following ??= this.catchUp().finally(() => { this.following = null; });
    return this.following;
  }

  async catchUp() {
    if (!this.isOpen) {
      return;
    }
    try {
      while (this.isBehind) {
        await this.take(this.text.value);
      }
    } catch (refused) {
      this.failed = refused;
      throw refused;
    }
    if (this.unread.value) {
      this.unread.value = "";
      // A restored form is saved only after user activity.
      this.unread.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.complain(null);
    if (this.failed) {
      this.failed = null;
      startAutosave(this.form);
    }
  }

  async take(text) {
    const fields = [["text", text], ["held", this.held], ["opened", this.opened]];
    // Until the update is done, the blocks may not match the previous text either.
    this.followed = null;
    const { held, notes } = await this.stream.bring(this.panel.dataset.blocksUrl, fields);
    this.held = held;
    this.notes.show(notes);
    await settled();
    this.followed = text;
  }

  async close() {
    await this.follow();
    this.isOpen = false;
    const staying = new Set(this.stream.root.children.map((child) => child.id));
    forgetComments(this.ids.filter((id) => id && !staying.has(id)));
  }

  async handOver() {
    try {
      await this.follow();
    } catch (refused) {
      this.complain(refused);
      throw refused;
    }
  }
}
