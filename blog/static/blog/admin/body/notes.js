// Notes about Markdown that was changed or left as it is, by line, beside the text.

export class Notes {
  constructor(element, text) {
    this.element = element;
    this.list = element.querySelector("[data-notes-list]");
    this.text = text;
  }

  show(notes) {
    this.element.hidden = notes.length === 0;
    this.list.replaceChildren(...notes.map((note) => this.item(note)));
  }

  item(note) {
    const item = document.createElement("li");
    const line = document.createElement("button");
    line.type = "button";
    line.className = "body-notes__line";
    line.textContent = this.element.dataset.line.replace("%(line)s", note.line);
    line.addEventListener("click", () => this.goTo(note.line));
    const stays = note.stays ? ` (${this.element.dataset.stays})` : "";
    item.append(line, ` ${note.construct}${stays}`);
    if (note.detail) {
      const detail = document.createElement("code");
      detail.textContent = note.detail;
      item.append(": ", detail);
    }
    return item;
  }

  goTo(line) {
    const lines = this.text.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    this.text.focus();
    this.text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  }
}
