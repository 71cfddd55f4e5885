// "Import Markdown": reads a file or text, shows a preview, then appends it to the body or replaces the body.

import { ask, bodyFields } from "./server.js";
import { Notes } from "./notes.js";
import { settled, working } from "../hand-over.js";

const PAUSE = 500;

export class Import {
  constructor({ panel, form, stream, views, notice }) {
    Object.assign(this, { panel, form, stream, views, notice });
    this.dialog = panel.querySelector("[data-import]");
    const part = (name) => this.dialog.querySelector(`[data-import-${name}]`);
    [this.text, this.file, this.result, this.frame] = ["text", "file", "result", "frame"].map(part);
    this.error = part("error");
    this.acts = [...this.dialog.querySelectorAll("[data-import-act]")];
    this.notes = new Notes(this.dialog.querySelector("[data-notes]"), this.text);
    panel.querySelector("[data-import-open]").addEventListener("click", () => this.dialog.showModal());
    part("close").addEventListener("click", () => this.dialog.close());
    this.file.addEventListener("change", () => this.take());
    this.text.addEventListener("input", () => this.later());
    this.acts.forEach((act) => act.addEventListener("click", () => this.bring(act.dataset.importAct)));
  }

  async take() {
    const [file] = this.file.files;
    if (file) {
      this.text.value = await file.text();
      this.look();
    }
  }

  later() {
    clearTimeout(this.timer);
    this.acts.forEach((act) => { act.disabled = true; });
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  /** Shows the text as readers will see it. */
  async look() {
    const text = this.text.value;
    await this.trying(async () => {
      const { html, notes } = await ask(this.panel.dataset.previewUrl, [["text", text]]);
      if (text === this.text.value) {
        this.frame.srcdoc = html;
        this.notes.show(notes);
        this.result.hidden = !text.trim();
        this.acts.forEach((act) => { act.disabled = !text.trim(); });
      }
    });
  }

  async bring(act) {
    this.dialog.inert = true;
    await this.trying(async () => {
      await this.views.change("write");
      if (this.views.refused) {
        throw this.views.refused;
      }
      await settled();
      await working(this.add(act));
    });
    this.dialog.inert = false;
  }

  async add(act) {
    const { held } = await ask(this.panel.dataset.markdownUrl, bodyFields(this.form));
    const undo = this.stream.undoable();
    const wish = [["text", this.text.value], ["append", act === "append" ? "1" : ""], ["held", held]];
    await this.stream.bring(this.panel.dataset.blocksUrl, wish);
    const { imported, undo: label, writtenOn } = this.panel.dataset;
    const isUntouched = this.stream.untouched();
    const takeBack = () => (isUntouched() ? undo() : this.notice.show(writtenOn));
    this.notice.show(imported, { acts: [[label, takeBack]] });
    this.text.value = "";
    this.file.value = "";
    this.result.hidden = true;
    this.dialog.close();
  }

  async trying(work) {
    this.error.hidden = true;
    try {
      await work();
    } catch (refused) {
      this.error.textContent = refused.message;
      this.error.hidden = false;
    }
  }
}
