// The body of a post in its editor: brings the parts together once Wagtail has built the StreamField.

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
    // The Markdown view tries to build them once more before the form is sent.
    unbuilt: () => (markdown.isBehind ? null : broken()),
    unread: () => markdown.failed ?? broken(),
  });
  restoreUnread({ markdown, views, complain });
}

/** Lets no body be saved that does not stand whole in the form. An empty one is sent with the word that it is meant. */
function guardSaving(form, complain) {
  // Until Wagtail has built the blocks.
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

/** Markdown that was typed while the server could not read it comes back in its own view. */
async function restoreUnread({ markdown, views, complain }) {
  if (markdown.unread.value) {
    await views.change("markdown");
    await markdown.follow().catch(complain);
  }
}

/** Gives Wagtail's stream as soon as it stands in the panel; it takes the place of the element that said it would. */
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
