// Shows why the text could not be saved, keeps the page open, and saves when the problem is solved.

import { handOver, startAutosave } from "../hand-over.js";
import { submitAsButtonsDo } from "../wagtail.js";
import { hide, isShown, settings, show } from "./bars.js";
import { fieldsIn, isTooLarge } from "./fields.js";
import { compared } from "./offer.js";
import { session } from "./session.js";

// If the page is still open this long after the form was sent, the navigation failed. In milliseconds.
const NOT_LEFT = 60_000;
// The maximum time that a dialog waits for autosave.
const ANSWERED = 5_000;
// How many unanswered texts are compared with the one on the server.
const MAX_UNANSWERED = 5;
const TROUBLES = ["away", "other", "denied", "unreachable", "refused", "too-large", "conflict", "invalid", "came-empty"];

export function watchSaving(form, keeper) {
  let saving = null;
  let isSending = false;
  let done = () => {};
  let isAsked = false;
  let isAnsweringKey = false;
  let hasTriedAgain = false;
  let sent = commentsNow();
  let unanswered = [];

  form.addEventListener("w-autosave:save", (event) => {
    // Otherwise the server would take an autosave during the submission for a version of another window.
    if (isSending) {
      event.preventDefault();
    } else if (!event.defaultPrevented) {
      saving = new Promise((resolve) => (done = resolve));
      isAnsweringKey = isAsked;
      sent = commentsNow();
      unanswered.push(fieldsIn(event.detail.formData));
      // Of many, the first one may have arrived.
      unanswered.splice(1, unanswered.length - MAX_UNANSWERED);
    }
  });
  form.addEventListener("w-autosave:success", (event) => {
    unanswered = [];
    follow(form, event.detail.data);
    keepComments(event.detail.data, sent);
    hide(...TROUBLES);
    // A save that began before the key press does not count.
    isAsked &&= !isAnsweringKey;
    hasTriedAgain = false;
    done();
  });
  form.addEventListener("w-autosave:error", async ({ detail }) => {
    done();
    if (detail.response) {
      unanswered.pop();
    }
    if (detail.type === "invalid_revision" && (await followUnanswered(form, unanswered))) {
      return;
    }
    await explain(form, { ...detail, isAsked, hasTriedAgain });
    hasTriedAgain = true;
  });
  const hold = (isHeld) => (isSending = isHeld);
  const saved = () => saving;
  // Wagtail's workflow dialogs submit the form without submit events, while autosave may send it too.
  submitAsButtonsDo(form);
  form.addEventListener("submit", (event) => guard(event, { form, keeper, saved, hold, unanswered: () => unanswered }), { capture: true });
  document.addEventListener("click", (event) => saveBeforeAsking(event, form), { capture: true });
  document.addEventListener("visibilitychange", () => tryAgain(form));
  window.addEventListener("focus", () => tryAgain(form));
  window.addEventListener("online", () => tryAgain(form));
  window.addEventListener("keydown", (event) => {
    if (isSaveKey(event) && document.querySelector("dialog[open]")) {
      // Wagtail would click the button behind the dialog.
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

// The shortcut saves like autosave, without leaving the page. If autosave has stopped, it clicks the button, as in Wagtail.
function canSaveHere(event, form) {
  const hasKey = window.wagtailConfig.KEYBOARD_SHORTCUTS_ENABLED && form.querySelector('[data-w-kbd-key-value="mod+s"]');
  const isOn = form.matches('[data-controller~="w-autosave"]') && form.dataset.wAutosaveActiveValue !== "false";
  return hasKey && isOn && !event.target.closest?.(".w-dialog");
}

// The next save of this window is based on its last saved version.
function follow(form, saved) {
  const fields = { loaded_revision_id: saved.revision_id, loaded_revision_created_at: saved.revision_created_at };
  Object.entries(fields).forEach(([name, value]) => {
    if (form.elements[name] && value) {
      form.elements[name].value = value;
    }
  });
}

// A version that autosave stored without a response looks like one of another window. This window follows it.
async function followUnanswered(form, texts) {
  for (const fields of texts) {
    const answer = await compared(form, fields);
    if (answer.is_saved && answer.revision_id) {
      follow(form, answer);
      form.dataset.wAutosaveRevisionIdValue = answer.revision_id;
      form.dataset.wAutosaveActiveValue = "true";
      startAutosave(form);
      return true;
    }
  }
  return false;
}

function commentsNow() {
  const app = window.comments?.commentApp;
  const state = app?.store.getState();
  return { written: state?.comments.comments, isDirty: app?.selectors.selectIsDirty(state) };
}

// Wagtail replaces the comments on the page by those of the server, which loses comments that were written during the
// request. Without a new comment in the request the page is up to date; otherwise only unsaved replies are preserved.
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
      // The CSRF token of this page may have expired.
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

// The workflow dialogs show the state of the server: the authors and the text to publish. A second click opens one dialog.
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

// Does not send a form that would be lost.
async function guard(event, { form, keeper, saved, hold, unanswered }) {
  if (event.defaultPrevented) {
    return;
  }
  event.preventDefault();
  hold(true);
  // Sends the confirmed state, without later input.
  form.inert = true;
  // The button as clicked: the mark of a confirmed dialog is removed from it immediately.
  const { name, value } = event.submitter ?? {};
  const isWhole = await handOver(form).then(() => true, () => false);
  await Promise.all([keeper.keep(), saved()]);
  const trouble = isWhole && (await findTrouble(form));
  if (isWhole && !trouble) {
    await followUnanswered(form, unanswered());
  }
  form.inert = false;
  hide(...TROUBLES);
  if (trouble || !isWhole) {
    hold(false);
    if (trouble) {
      show(trouble);
    }
    // Stops the spinner of the button.
    form.querySelectorAll("[data-w-progress-loading-value]").forEach((button) => (button.dataset.wProgressLoadingValue = "false"));
    return;
  }
  const button = Object.assign(document.createElement("input"), { type: "hidden", name: name ?? "", value: value ?? "" });
  form.append(button);
  HTMLFormElement.prototype.submit.call(form);
  // If the page stays open, for example without a response, the next submission uses another button.
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
