// The tabs Write, Markdown and Preview of a body.

import { ask, bodyFields } from "./server.js";
import { settled } from "../hand-over.js";

export class Views {
  constructor({ panel, form, markdown, complain }) {
    Object.assign(this, { panel, form, markdown, complain, current: "write", changing: Promise.resolve(), refused: null });
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

  /** Shows another view, unless the current view has content that cannot be converted; `refused` is the reason. */
  change(view) {
    this.changing = this.changing.then(() => this.changeNow(view));
    return this.changing;
  }

  async changeNow(view) {
    this.refused = null;
    if (view === this.current) {
      return;
    }
    this.panel.setAttribute("aria-busy", "true");
    // Input during the request would be missing in the text.
    this.viewOf("write").inert = true;
    try {
      await this.leave(view);
      await this.enter(view);
      this.show(view);
      this.complain(null);
    } catch (refused) {
      this.refused = refused;
      this.complain(refused);
    }
    this.viewOf("write").inert = false;
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
      this.viewOf(tab.dataset.view).hidden = !isShown;
    });
  }

  viewOf(view) {
    const tab = this.tabs.find((each) => each.dataset.view === view);
    return document.getElementById(tab.getAttribute("aria-controls"));
  }
}
