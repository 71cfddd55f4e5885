// Offers posts by title while a reader types: an ARIA combobox with a list (APG, "Editable Combobox With List
// Autocomplete"). Without it, or where nothing is chosen, the form searches as ever.
const PAUSE = 120;
// A word of one letter begins half of all titles; a sign of a language without letters is a word.
const isEnough = (typed) => typed.length > 1 || /[^\x00-\x7f]/.test(typed);

class TitleField {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[name=q]");
    this.list = form.querySelector("[role=listbox]");
    this.status = form.querySelector("[role=status]");
    this.answers = new Map();
    this.active = -1;
    this.describe();
    this.listen();
  }

  describe() {
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(states)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", (event) => { if (!event.isComposing) this.askSoon(); });
    this.input.addEventListener("compositionend", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => { if (!event.isComposing) this.press(event); });
    this.input.addEventListener("blur", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    // The field keeps the focus, so that a press on the list does not close it first.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
    addEventListener("pageshow", () => this.close());
  }

  askSoon() {
    this.stop();
    this.select(-1);
    const typed = this.input.value.trim();
    if (!isEnough(typed)) this.forget();
    else if (this.answers.has(typed)) this.show(this.answers.get(typed));
    else this.pause = setTimeout(() => this.ask(typed), PAUSE);
  }

  stop() {
    clearTimeout(this.pause);
    this.pause = null;
    this.request?.abort();
  }

  async ask(typed) {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      if (!this.answers.has(typed)) {
        const address = `${this.form.dataset.titles}?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, { signal, credentials: "omit" });
        if (answer.ok) this.answers.set(typed, (await answer.json()).posts);
      }
      if (signal.aborted) return;
      this.pause = null;
      if (this.answers.has(typed)) this.show(this.answers.get(typed));
      else this.forget();
    } catch {
      // Cancelled by what was typed since, or no line: the form still works.
      if (!signal.aborted) this.forget();
    }
  }

  forget() {
    this.list.replaceChildren();
    this.close();
  }

  show(posts) {
    this.list.replaceChildren(...posts.map(({ title, url }, place) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${this.list.id}-${place}`, className: "search-field__title", textContent: title });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = url;
      return option;
    }));
    this.open(posts.length > 0);
    const { none, one, many } = this.form.dataset;
    this.status.textContent = [none, one][posts.length] ?? many.replace("#", posts.length);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", isOpen);
    this.select(-1);
  }

  close() {
    // Where an answer is still to come, the old one is not for what stands in the field.
    if (this.pause) this.list.replaceChildren();
    this.stop();
    this.open(false);
    this.status.textContent = "";
  }

  select(place) {
    const options = [...this.list.children];
    this.active = place;
    options.forEach((option, at) => option.setAttribute("aria-selected", at === place));
    if (place < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const count = this.list.children.length;
    const isOpen = !this.list.hidden;
    const { key, altKey } = event;
    if (key === "Escape" && isOpen) this.close();
    else if (key === "Enter" && isOpen && this.active >= 0) this.go(this.list.children[this.active]);
    else if (key === "ArrowUp" && altKey && isOpen) this.close();
    else if (key === "ArrowDown" && !isOpen && count) this.reopen(altKey);
    else if (key === "ArrowDown" && isOpen && !altKey) this.select(this.active + 1 < count ? this.active + 1 : -1);
    else if (key === "ArrowUp" && isOpen) this.select(this.active < 0 ? count - 1 : this.active - 1);
    else {
      // Home, End and the sideways arrows go on in what was typed.
      if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) this.select(-1);
      return;
    }
    event.preventDefault();
  }

  reopen(staysInField) {
    this.open(true);
    if (!staysInField) this.select(0);
  }

  go(option) {
    if (option) location.assign(option.dataset.url);
  }
}

for (const form of document.querySelectorAll(".search-field[data-titles]")) new TitleField(form);
