// Says in words why the text could not be saved, keeps the page open, and saves when the reason is gone.

import { handOver, startAutosave } from "../hand-over.js";
import { hide, isShown, settings, show } from "./bars.js";
import { isTooLarge } from "./fields.js";
import { session } from "./session.js";

// A page that stands this long after its form was sent was not left: in milliseconds.
const NOT_LEFT = 60_000;
// A dialog waits for autosave as long as this.
const ANSWERED = 5_000;
const TROUBLES = ["away", "other", "denied", "unreachable", "refused", "too-large", "conflict", "invalid", "came-empty"];

export function watchSaving(form, keeper) {
  sayWhichVersion(form);
  let saving = null;
  let isSending = false;
  let done = () => {};
  let isAsked = false;
  let isAnsweringKey = false;
  let hasTriedAgain = false;
  let sent = commentsNow();

  form.addEventListener("w-autosave:save", (event) => {
    // Beside the form itself, what autosave sends would be a version from elsewhere.
    if (isSending) {
      event.preventDefault();
    } else if (!event.defaultPrevented) {
      saving = new Promise((resolve) => (done = resolve));
      isAnsweringKey = isAsked;
      sent = commentsNow();
    }
  });
  form.addEventListener("w-autosave:success", (event) => {
    follow(form, event.detail.data);
    keepComments(event.detail.data, sent);
    hide(...TROUBLES);
    // What was sent before the key was pressed is no answer to it.
    isAsked &&= !isAnsweringKey;
    hasTriedAgain = false;
    done();
  });
  form.addEventListener("w-autosave:error", async ({ detail }) => {
    done();
    await explain(form, { ...detail, isAsked, hasTriedAgain });
    hasTriedAgain = true;
  });
  const hold = (isHeld) => (isSending = isHeld);
  const saved = () => saving;
  // Wagtail's dialogs of a review send the form past its listeners, with autosave behind them doing the same once more.
  form.submit = () => form.requestSubmit();
  form.addEventListener("submit", (event) => guard(event, { form, keeper, saved, hold }), { capture: true });
  document.addEventListener("click", (event) => saveBeforeAsking(event, form), { capture: true });
  document.addEventListener("visibilitychange", () => tryAgain(form));
  window.addEventListener("focus", () => tryAgain(form));
  window.addEventListener("online", () => tryAgain(form));
  window.addEventListener("keydown", (event) => {
    if (isSaveKey(event) && document.querySelector("dialog[open]")) {
      // Wagtail would press the button behind it.
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (isSaveKey(event) && canSaveHere(event, form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      isAsked = true;
      handOver(form).then(() => startAutosave(form), () => {});
    }
  }, { capture: true });
}

const isSaveKey = (event) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s";

// The key saves as autosave does, and the page stays. Where autosave has stopped, it presses the button, as in Wagtail.
function canSaveHere(event, form) {
  const hasKey = window.wagtailConfig.KEYBOARD_SHORTCUTS_ENABLED && form.querySelector('[data-w-kbd-key-value="mod+s"]');
  const isOn = form.matches('[data-controller~="w-autosave"]') && form.dataset.wAutosaveActiveValue !== "false";
  return hasKey && isOn && !event.target.closest?.(".w-dialog");
}

// A post without any version says so: the first one saved elsewhere is then newer than what this window shows.
function sayWhichVersion(form) {
  if (/\/edit\//.test(form.action) && !form.elements.loaded_revision_id) {
    ["loaded_revision_id", "loaded_revision_created_at"].forEach((name) => {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: "0" }));
    });
  }
}

// The version that this window saved last is the one that its next save follows.
function follow(form, saved) {
  const fields = { loaded_revision_id: saved.revision_id, loaded_revision_created_at: saved.revision_created_at };
  Object.entries(fields).forEach(([name, value]) => {
    if (form.elements[name] && value) {
      form.elements[name].value = value;
    }
  });
}

function commentsNow() {
  const app = window.comments?.commentApp;
  const state = app?.store.getState();
  return { written: state?.comments.comments, isDirty: app?.selectors.selectIsDirty(state) };
}

// Wagtail puts the comments that the server knows in place of those on the page, and with them of what was written
// since. Where none was on its way, the page knows more than the server; else only the replies that are being written.
function keepComments(saved, sent) {
  const { written } = commentsNow();
  const begun = [...(written?.values() ?? [])].filter(({ newReply }) => newReply);
  if (!sent.isDirty && (written !== sent.written || begun.length)) {
    delete saved.comments;
  } else if (begun.length) {
    setTimeout(() => goOnWriting(begun));
  }
}

function goOnWriting(begun) {
  const { store, actions } = window.comments.commentApp;
  const comments = [...store.getState().comments.comments.values()];
  begun.forEach(({ remoteId, newReply }) => {
    const comment = comments.find((one) => one.remoteId === remoteId);
    if (comment && !comment.newReply) {
      store.dispatch(actions.updateComment(comment.localId, { newReply }));
    }
  });
}

async function explain(form, { type, response, isAsked, hasTriedAgain }) {
  if (type === "invalid_revision") {
    show("conflict");
  } else if (type === "validation_error" && (isAsked || form.elements.title.value.trim())) {
    show("invalid");
  } else if (type === "network_error") {
    show("unreachable");
  } else if (response?.error_code === "body_came_empty") {
    show("came-empty");
  } else if (!["validation_error", "held"].includes(type)) {
    const trouble = await findTrouble(form);
    if (trouble || response || hasTriedAgain) {
      show(trouble ?? "refused");
    } else {
      // The token of this page may have been an old one.
      startAutosave(form);
    }
  }
}

async function findTrouble(form) {
  if (isTooLarge(form, settings)) {
    return "too-large";
  }
  const state = await session(form);
  return state === "here" ? null : state;
}

// The dialogs of a review say what the server knows: who wrote the text, and what goes live. A second press asks once.
let isOpening = false;
async function saveBeforeAsking(event, form) {
  const button = event.isTrusted && event.target.closest?.("[data-workflow-action-modal-url]");
  if (!button) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isOpening) {
    return;
  }
  isOpening = true;
  await handOver(form).catch(() => {});
  if (form.dataset.wUnsavedHasEditsValue === "true") {
    await Promise.race([storedBy(form), new Promise((resolve) => { setTimeout(resolve, ANSWERED); })]);
  }
  isOpening = false;
  button.click();
}

function storedBy(form) {
  const answered = new Promise((resolve) => {
    ["success", "error"].forEach((end) => form.addEventListener(`w-autosave:${end}`, resolve, { once: true }));
  });
  startAutosave(form);
  return answered;
}

// A form that would be lost on the way is not sent.
async function guard(event, { form, keeper, saved, hold }) {
  if (event.defaultPrevented) {
    return;
  }
  event.preventDefault();
  hold(true);
  // What is sent is what was confirmed, without words that are typed before it is.
  form.inert = true;
  // As it was pressed: the mark of a confirmed dialog is taken from it at once.
  const { name, value } = event.submitter ?? {};
  const isWhole = await handOver(form).then(() => true, () => false);
  await Promise.all([keeper.keep(), saved()]);
  const trouble = isWhole && (await findTrouble(form));
  form.inert = false;
  hide(...TROUBLES);
  if (trouble || !isWhole) {
    hold(false);
    if (trouble) {
      show(trouble);
    }
    // The button stops turning.
    form.querySelectorAll("[data-w-progress-loading-value]").forEach((button) => (button.dataset.wProgressLoadingValue = "false"));
    return;
  }
  const button = Object.assign(document.createElement("input"), { type: "hidden", name: name ?? "", value: value ?? "" });
  form.append(button);
  HTMLFormElement.prototype.submit.call(form);
  // Where the page stays, as after an answer that never came, the next button is not this one again.
  button.remove();
  setTimeout(() => {
    hold(false);
    startAutosave(form);
  }, NOT_LEFT);
}

async function tryAgain(form) {
  if (document.hidden || !["away", "other", "denied", "unreachable"].some(isShown)) {
    return;
  }
  const trouble = await findTrouble(form);
  hide("away", "other", "denied", "unreachable");
  if (trouble) {
    show(trouble);
  } else {
    startAutosave(form);
  }
}
