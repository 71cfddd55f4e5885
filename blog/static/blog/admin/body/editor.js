// The editor of a body: sets up its parts after Wagtail has built the StreamField.

import { AS_MARKDOWN, WANTED } from "../hand-over.js";
import { forgetMended } from "./errors.js";
import { Import } from "./import.js";
import { MarkdownView } from "./markdown-view.js";
import { Notice } from "./notice.js";
import { Paste } from "./paste.js";
import { Refused, words } from "./server.js";
import { Stream } from "./stream.js";
import { Views } from "./views.js";

function start({ panel, form, root, complain, guard }) {
  const stream = new Stream(root);
  const element = document.getElementById("body-view-markdown");
  const markdown = new MarkdownView({ element, panel, form, stream, complain });
  const views = new Views({ panel, form, markdown, complain });
  const notice = new Notice(panel.querySelector("[data-notice]"));
  new Import({ panel, form, stream, views, notice });
  new Paste({ panel, form, root, notice });
  form.addEventListener(AS_MARKDOWN, () => notice.hide());
  forgetMended(panel);
  const broken = () => (stream.isBroken ? new Refused(words().unbuilt) : null);
  Object.assign(guard, {
    isEmpty: () => !root.children.length,
    // The Markdown view tries again to build the blocks before the form is sent.
    unbuilt: () => (markdown.isBehind ? null : broken()),
    unread: () => markdown.failed ?? broken(),
  });
  restoreUnread({ markdown, views, complain });
}

/** Blocks saving while the body in the form is incomplete. Marks an empty body as intended. */
function guardSaving(form, complain) {
  // True until Wagtail has built the blocks.
  const guard = { isEmpty: () => false, unbuilt: () => new Refused(words().unbuilt), unread: () => null };
  form.addEventListener("w-autosave:save", (event) => {
    const trouble = guard.unbuilt() ?? guard.unread();
    if (trouble) {
      complain(trouble);
      event.preventDefault();
      event.stopImmediatePropagation();
      const detail = { type: "held", text: trouble.message };
      form.dispatchEvent(new CustomEvent("w-autosave:error", { bubbles: true, detail }));
    } else if (guard.isEmpty()) {
      event.detail.formData.set("body_emptied", "1");
    }
  }, { capture: true });
  form.addEventListener(WANTED, ({ detail: waits }) => {
    const trouble = guard.unbuilt();
    if (trouble) {
      complain(trouble);
      waits.push(Promise.reject(trouble));
    }
  });
  return guard;
}

/** Restores Markdown that the server could not read in the Markdown view. */
async function restoreUnread({ markdown, views, complain }) {
  if (markdown.unread.value) {
    await views.change("markdown");
    await markdown.follow().catch(complain);
  }
}

/** Resolves to Wagtail's stream when it is in the panel, where it replaces its placeholder element. */
function whenBuilt(panel) {
  const built = () => document.getElementById("body-root")?.rootBlock;
  return new Promise((resolve) => {
    const observer = new MutationObserver(look);
    function look() {
      if (built()) {
        observer.disconnect();
        resolve(built());
      }
    }
    observer.observe(panel, { childList: true, subtree: true });
    look();
  });
}

const panel = document.querySelector("[data-body-views]");
if (panel) {
  const form = panel.closest("form");
  const error = panel.querySelector("[data-body-error]");
  const complain = (refused) => {
    error.hidden = !refused;
    error.textContent = refused?.message ?? "";
  };
  const guard = guardSaving(form, complain);
  whenBuilt(panel).then((root) => {
    complain(null);
    start({ panel, form, root, complain, guard });
  });
}
