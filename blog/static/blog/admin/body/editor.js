// The body of a post in its editor: brings the parts together once Wagtail has built the StreamField.

import { Import } from "./import.js";
import { MarkdownView } from "./markdown-view.js";
import { Notice } from "./notice.js";
import { Paste } from "./paste.js";
import { Stream } from "./stream.js";
import { Views } from "./views.js";

function start(panel, root) {
  const form = panel.closest("form");
  const stream = new Stream(root);
  const error = panel.querySelector("[data-body-error]");
  const complain = (refused) => {
    error.hidden = !refused;
    error.textContent = refused?.message ?? "";
  };
  const element = document.getElementById("body-view-markdown");
  const markdown = new MarkdownView({ element, panel, form, stream, complain });
  const views = new Views({ panel, form, markdown, complain });
  const notice = new Notice(panel.querySelector("[data-notice]"));
  new Import({ panel, form, stream, views, notice });
  new Paste({ panel, form, root, notice });
  restoreUnread({ markdown, views, complain });
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
  whenBuilt(panel).then((root) => start(panel, root));
}
