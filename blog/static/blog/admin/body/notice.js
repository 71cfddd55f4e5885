// Shows the result of a paste near the caret, with buttons for actions.

export class Notice {
  constructor(element) {
    this.element = element;
    this.words = element.querySelector("[data-notice-words]");
    this.list = element.querySelector("[data-notice-list]");
    this.acts = element.querySelector("[data-notice-acts]");
    this.joinBars();
    element.querySelector("[data-notice-close]").addEventListener("click", () => this.hide());
  }

  /** Placed next to the bars of a post, so that they do not overlap. The bars already have the role status. */
  joinBars() {
    const bars = document.getElementById("safe-writing");
    if (bars) {
      this.element.removeAttribute("role");
      bars.prepend(this.element);
    }
  }

  /** `acts` are pairs of a label and a callback. The notice is closed by any of them. */
  show(words, { list = [], acts = [] } = {}) {
    this.words.textContent = words;
    this.list.replaceChildren(...list.map((text) => {
      const item = document.createElement("li");
      item.append(...withLinks(text));
      return item;
    }));
    this.acts.replaceChildren(...acts.map(([label, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = label;
      button.addEventListener("click", () => {
        this.hide();
        act();
      });
      return button;
    }));
    this.element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
  }
}

/** The text with URLs as links. */
function withLinks(text) {
  return text.split(/(https?:\/\/[^\s)]+)/).map((part, place) => {
    if (place % 2 === 0) {
      return part;
    }
    const link = document.createElement("a");
    Object.assign(link, { href: part, textContent: part, target: "_blank", rel: "noreferrer" });
    return link;
  });
}
