// Undo for removing and moving blocks. Wagtail only hides a removed block until the form is sent,
// so that the same block can be restored with its editor and comments.

import { AS_MARKDOWN } from "../hand-over.js";
import { aroundBlocks } from "../wagtail.js";
import { hide, isShown, show } from "./bars.js";

// How long comments wait for their block after the focus has left the bar.
const PATIENCE = 30_000;
const done = [];
let waiting = null;

function commentsOn(path) {
  const app = window.comments?.commentApp;
  if (!app || !path) {
    return [];
  }
  const all = app.selectors.selectComments(app.store.getState());
  return [...all.values()].filter((comment) => `${comment.contentpath}.`.startsWith(`${path}.`) && !comment.deleted);
}

function arrange(sequence) {
  const last = sequence.children.length - 1;
  sequence.children.forEach((child, index) => {
    child.setIndex(index);
    index > 0 ? child.enableMoveUp() : child.disableMoveUp();
    index < last ? child.enableMoveDown() : child.disableMoveDown();
  });
  sequence.inserters.forEach((inserter, index) => inserter.setIndex(index));
  sequence.blockCountChanged();
}

function reveal(element) {
  window.$(element).stop(true, true);
  element.removeAttribute("style");
  element.removeAttribute("aria-hidden");
}

function bringBack({ sequence, child, inserter, index }) {
  const place = Math.min(index, sequence.children.length);
  sequence.inserters[place].element.before(inserter.element);
  inserter.element.after(child.element);
  sequence.children.splice(place, 0, child);
  sequence.inserters.splice(place, 0, inserter);
  child.deletedInput.val("");
  [inserter.element, child.element].forEach(reveal);
  arrange(sequence);
}

function moveBack({ sequence, child, index }) {
  const place = sequence.children.indexOf(child);
  if (place >= 0) {
    sequence.moveBlock(place, Math.min(index, sequence.children.length - 1), { isByScript: true });
  }
}

function undo() {
  const step = done.pop();
  step.takeBack(step);
  step.sequence.container[0].dispatchEvent(new Event("change", { bubbles: true }));
  step.child.element.scrollIntoView({ block: "nearest" });
  step.child.element.querySelector("button")?.focus();
  offerUndo();
}

function offerUndo() {
  hide("removed", "moved");
  const step = done.at(-1);
  if (!step) {
    return;
  }
  const bar = show(step.kind, { slots: { block: step.name }, actions: { undo, close: finish } });
  wait(bar);
  if (document.activeElement === document.body || step.child.element.contains(document.activeElement)) {
    bar.querySelector('[data-act="undo"]').focus();
  }
}

function wait(bar) {
  const start = () => {
    clearTimeout(waiting);
    waiting = done.some((step) => step.path) ? setTimeout(finish, PATIENCE) : null;
  };
  ["focusin", "mouseenter"].forEach((sign) => bar.addEventListener(sign, () => clearTimeout(waiting)));
  ["focusout", "mouseleave"].forEach((sign) => bar.addEventListener(sign, start));
  start();
}

// The comments of a removed block are deleted with it at the next save, as in Wagtail.
function finish() {
  done.splice(0).forEach((step) => {
    if (step.path && step.child.deletedInput.val()) {
      window.comments.commentApp.invalidateContentPath(step.path);
    }
  });
  clearTimeout(waiting);
  hide("removed", "moved");
}

function remember(step) {
  done.push({ ...step, name: step.child.blockDef.meta.label });
  offerUndo();
}

aroundBlocks({
  deleteBlock(sequence, original, [index, options]) {
    if (options?.isByScript) {
      original(index, options);
      return;
    }
    const child = sequence.children[index];
    const path = child.getContentPath();
    const step = { kind: "removed", takeBack: bringBack, sequence, child, inserter: sequence.inserters[index], index };
    step.path = commentsOn(path).length ? path : null;
    // Not yet: the block may come back.
    child.getContentPath = () => undefined;
    original(index, options);
    delete child.getContentPath;
    remember(step);
  },
  moveBlock(sequence, original, [from, to, options]) {
    const child = sequence.children[from];
    original(from, to);
    if (from !== to && !options?.isByScript) {
      remember({ kind: "moved", takeBack: moveBack, sequence, child, index: from });
    }
  },
});

const form = document.querySelector("[data-edit-form]");
// Saving a comment as deleted deletes it in the database, so this waits while the block can be restored.
form?.addEventListener(
  "w-autosave:save",
  (event) => {
    if (isShown("removed") && done.some((step) => step.path)) {
      event.preventDefault();
    }
  },
  { capture: true },
);
form?.addEventListener("submit", finish, { capture: true });
form?.addEventListener(AS_MARKDOWN, finish);
