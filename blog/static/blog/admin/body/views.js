// Write | Markdown | Preview: three views of one body, one shown at a time.

import { ask, bodyFields } from "./server.js";
import { settled } from "../hand-over.js";

export class Views {
  constructor({ panel, form, markdown, complain }) {
    Object.assign(this, { panel, form, markdown, complain, current: "write", isBusy: false });
    this.tabs = [...panel.querySelectorAll("[data-view]")];
    this.frame = panel.querySelector("[data-preview-frame]");
    this.tabs.forEach((tab) => {
      tab.addEventListener("click", () => this.change(tab.dataset.view));
      tab.addEventListener("keydown", (event) => this.move(event, tab));
    });
  }

  move(event, tab) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const place = this.tabs.indexOf(tab) + (document.dir === "rtl" ? -step : step);
      this.tabs.at(place % this.tabs.length).focus();
    }
  }

  /** Shows another view, unless the one that is left has something that cannot be taken along. */
  async change(view) {
    if (view === this.current || this.isBusy) {
      return;
    }
    this.isBusy = true;
    this.panel.setAttribute("aria-busy", "true");
    try {
      await this.leave(view);
      await this.enter(view);
      this.show(view);
      this.complain(null);
    } catch (refused) {
      this.complain(refused);
    }
    this.isBusy = false;
    this.panel.removeAttribute("aria-busy");
  }

  async leave(view) {
    if (this.markdown.isOpen) {
      await (view === "write" ? this.markdown.close() : this.markdown.follow());
    }
  }

  async enter(view) {
    if (view === "markdown" && !this.markdown.isOpen) {
      await this.markdown.open();
    } else if (view === "preview") {
      await settled();
      this.frame.srcdoc = (await ask(this.panel.dataset.previewUrl, bodyFields(this.form))).html;
    }
  }

  show(view) {
    this.current = view;
    this.tabs.forEach((tab) => {
      const isShown = tab.dataset.view === view;
      tab.setAttribute("aria-selected", isShown);
      tab.tabIndex = isShown ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isShown;
    });
  }
}
