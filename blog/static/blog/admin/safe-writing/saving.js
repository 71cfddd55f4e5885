// Says in words why the text could not be saved, keeps the page open, and saves when the reason is gone.

import { handOver } from "../hand-over.js";
import { hide, isShown, settings, show } from "./bars.js";
import { isTooLarge } from "./fields.js";
import { session } from "./session.js";

// A page that stands this long after its form was sent was not left: in milliseconds.
const NOT_LEFT = 60_000;
const TROUBLES = ["away", "other", "unreachable", "refused", "too-large", "conflict"];

export function watchSaving(form, keeper) {
  sayWhichVersion(form);
  let saving = null;
  let isSending = false;
  let done = () => {};

  form.addEventListener("w-autosave:save", (event) => {
    // Beside the form itself, what autosave sends would be a version from elsewhere.
    if (isSending) {
      event.preventDefault();
    } else if (!event.defaultPrevented) {
      saving = new Promise((resolve) => (done = resolve));
    }
  });
  form.addEventListener("w-autosave:success", (event) => {
    follow(form, event.detail.data);
    hide(...TROUBLES);
    done();
  });
  form.addEventListener("w-autosave:error", async (event) => {
    done();
    await explain(form, event.detail.type);
  });
  const hold = (isHeld) => (isSending = isHeld);
  const saved = () => saving;
  // Wagtail's dialogs of a review send the form past its listeners, with autosave behind them doing the same once more.
  form.submit = () => form.requestSubmit();
  form.addEventListener("submit", (event) => guard(event, { form, keeper, saved, hold }), { capture: true });
  document.addEventListener("visibilitychange", () => tryAgain(form));
  window.addEventListener("focus", () => tryAgain(form));
  window.addEventListener("online", () => tryAgain(form));
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

async function explain(form, type) {
  if (type === "invalid_revision") {
    show("conflict");
  } else if (type === "network_error") {
    show("unreachable");
  } else if (type === "server_error") {
    const trouble = await findTrouble(form);
    show(trouble ?? "refused");
  }
}

async function findTrouble(form) {
  if (isTooLarge(form, settings)) {
    return "too-large";
  }
  const state = await session(form);
  return state === "here" ? null : state;
}

// A form that would be lost on the way is not sent.
async function guard(event, { form, keeper, saved, hold }) {
  if (event.defaultPrevented) {
    return;
  }
  event.preventDefault();
  hold(true);
  const { submitter } = event;
  const isWhole = await handOver(form).then(() => true, () => false);
  await Promise.all([keeper.keep(), saved()]);
  const trouble = isWhole && (await findTrouble(form));
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
  if (submitter?.name) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  }
  HTMLFormElement.prototype.submit.call(form);
  setTimeout(() => {
    hold(false);
    startAutosave(form);
  }, NOT_LEFT);
}

// Wagtail's autosave takes this for a change and saves.
function startAutosave(form) {
  form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
}

async function tryAgain(form) {
  if (document.hidden || !["away", "other", "unreachable"].some(isShown)) {
    return;
  }
  const trouble = await findTrouble(form);
  hide("away", "other", "unreachable");
  if (trouble) {
    show(trouble);
  } else {
    startAutosave(form);
  }
}
