// Before a post is published or submitted: shows what would happen with what stands in the form, and waits for a yes.
// Where that cannot be shown, it says why. Without a yes nothing happens: the server takes a button without the mark
// of a confirmed dialog for "Save draft".

import { handOver } from "../blog/admin/hand-over.js";
import { session } from "../blog/admin/safe-writing/session.js";

const BUTTONS = "[data-edit-form] :is([name=action-publish], [name=action-submit])";
const CONFIRMED = "confirmed";
// How long the question may take, in milliseconds.
const TIME_LIMIT = 30_000;

const REASONS = {
  away: () => gettext("You are signed out. Sign in again in another tab, come back to this one, and try again."),
  other: () => gettext("Someone else has signed in in another tab. Sign in again as yourself, then try again."),
  denied: () => gettext("This post cannot be changed now. It was deleted, is in the trash, or you no longer have permission to edit it."),
  unreachable: () => gettext("The site cannot be reached, or did not answer in time. Try again in a moment."),
  unread: () => gettext("Your text could not be read yet. The message above the text says why."),
  tooLarge: () => gettext("This post is too large to be sent. Move part of it to another post."),
  failed: () => gettext("An error occurred. Try again. If it happens again, contact your administrator."),
};

// Wagtail's other forms have these buttons, too, and no dialog.
const isPost = document.getElementById("safe-writing") !== null;
const dialog = Object.assign(document.createElement("dialog"), { className: "last-look" });
dialog.setAttribute("aria-labelledby", "last-look-title");
document.body.append(dialog);

class Failed extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

let pressed = null;
let isAgreed = false;
// What autosave is doing, and whether it has to wait: a new post that is stored meanwhile would take its own address.
let saving = Promise.resolve();
let saved = () => {};
let isAsking = false;
let isHeld = false;

document.addEventListener(
  "w-autosave:save",
  (event) => {
    if (isAsking) {
      isHeld = true;
      event.preventDefault();
    }
  },
  { capture: true },
);
// After everybody else who may hold it back: what is not sent never ends.
document.addEventListener("w-autosave:save", (event) => {
  if (!event.defaultPrevented) {
    saving = new Promise((resolve) => (saved = resolve));
  }
});
document.addEventListener("w-autosave:success", () => saved());
document.addEventListener("w-autosave:error", () => saved());

// The button at the top right says what the first of these buttons would do, and does it. The server changes them.
const mainAction = document.querySelector(".main-action");
function nameMainAction() {
  const button = isPost && document.querySelector(BUTTONS);
  const name = button ? (button.querySelector("em") ?? button).textContent.trim() : "";
  if (name !== mainAction.textContent) {
    mainAction.textContent = name;
  }
  mainAction.hidden = !name;
}
if (mainAction) {
  nameMainAction();
  const footer = document.querySelector("[data-edit-form] footer");
  new MutationObserver(nameMainAction).observe(footer, { childList: true, subtree: true, characterData: true });
  mainAction.addEventListener("click", () => document.querySelector(BUTTONS).click());
}

// Ctrl+Enter does the same from any place in the form.
document.addEventListener(
  "keydown",
  (event) => {
    const button = isPost && !dialog.open && event.key === "Enter" && (event.ctrlKey || event.metaKey) && document.querySelector(BUTTONS);
    if (button && event.target.closest("[data-edit-form]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      button.click();
    }
  },
  { capture: true },
);

// Before everything else that listens to these buttons.
document.addEventListener(
  "click",
  (event) => {
    const button = isPost && event.target.closest(BUTTONS);
    if (!button || isAgreed) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!pressed) {
      look(button);
    }
  },
  { capture: true },
);

async function look(button) {
  const { form } = button;
  pressed = button;
  isAsking = true;
  button.setAttribute("aria-busy", "true");
  try {
    dialog.innerHTML = await inTime((signal) => ask(button, signal));
    markErrors();
    showCorrection();
    dialog.showModal();
  } catch (error) {
    explain(error.reason ?? "failed");
  }
  button.removeAttribute("aria-busy");
  isAsking = false;
  goOnSaving(form);
}

function inTime(work) {
  const abort = new AbortController();
  const late = new Promise((_, reject) => {
    setTimeout(() => {
      abort.abort();
      reject(new Failed("unreachable"));
    }, TIME_LIMIT);
  });
  return Promise.race([work(abort.signal), late]);
}

// Wagtail's autosave takes this for a change and saves.
function goOnSaving(form) {
  if (isHeld) {
    isHeld = false;
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
  }
}

/** Gives the dialog as HTML, or throws Failed. */
async function ask({ form, name }, signal) {
  await saving;
  await handOver(form).catch(() => fail("unread"));
  const state = await session(form);
  if (state !== "here") {
    fail(state);
  }
  const body = new FormData(form);
  body.set("last-look", name);
  body.set("last-look-zone", Intl.DateTimeFormat().resolvedOptions().timeZone);
  const request = { method: "POST", body, headers: { Accept: "text/html" }, signal };
  const answer = await fetch(form.action, request).catch(() => fail("unreachable"));
  if (answer.status !== 200 || answer.redirected) {
    fail(reasonOf(answer));
  }
  const words = await answer.text().catch(() => fail("unreachable"));
  return words.includes('id="last-look-title"') ? words : fail("failed");
}

function fail(reason) {
  throw new Failed(reason);
}

function reasonOf({ status, redirected }) {
  if (redirected || status === 403) {
    return "away";
  }
  return [400, 413].includes(status) ? "tooLarge" : "failed";
}

/** Shows the errors of the body where they are. */
function markErrors() {
  const [error] = JSON.parse(dialog.querySelector("#last-look-errors")?.textContent ?? "[]");
  try {
    document.getElementById("body-root")?.rootBlock?.setError(error);
  } catch (unknown) {
    // A block of another kind than its error: the dialog says it all the same.
    console.error(unknown);
  }
}

// The two fields of a correction stand there for a correction only, and are required then.
function showCorrection() {
  const isCorrection = dialog.querySelector("[data-change] select")?.value === "correction";
  for (const place of dialog.querySelectorAll("[data-correction]")) {
    place.hidden = !isCorrection;
    place.querySelector("input").required = isCorrection;
  }
}

dialog.addEventListener("change", showCorrection);

/** Sends what the dialog says about the change with the form of the post. */
function describe(form) {
  form.querySelector("#described-change")?.remove();
  const fields = Object.assign(document.createElement("div"), { id: "described-change", hidden: true });
  for (const { name, value } of dialog.querySelectorAll("[data-change] :is(select, input)")) {
    fields.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.append(fields);
}

function explain(reason) {
  dialog.innerHTML = `<form method="dialog" class="last-look__content">
    <h2 id="last-look-title" class="last-look__title" tabindex="-1" autofocus></h2>
    <p class="last-look__post" role="alert"></p>
    <div class="last-look__ways"><button type="submit" class="button button-secondary"></button></div>
  </form>`;
  dialog.querySelector("h2").textContent = gettext("Nothing was published or submitted");
  dialog.querySelector("p").textContent = REASONS[reason]();
  dialog.querySelector("button").textContent = gettext("Back to the editor");
  if (!dialog.open) {
    dialog.showModal();
  }
}

function goOn() {
  const { name } = pressed;
  // A new post that was saved meanwhile has other buttons.
  const button = pressed.isConnected ? pressed : document.querySelector(`[data-edit-form] [name=${name}]`);
  pressed = null;
  if (!button) {
    explain("failed");
    return;
  }
  const { value } = button;
  describe(button.form);
  button.value = CONFIRMED;
  isAgreed = true;
  button.click();
  isAgreed = false;
  button.value = value;
}

dialog.addEventListener("click", (event) => {
  const way = event.target.closest("[data-last-look]")?.dataset.lastLook;
  if (way) {
    dialog.close(way);
  }
});

dialog.addEventListener("close", () => {
  const isYes = dialog.returnValue === "go";
  dialog.returnValue = "";
  if (isYes) {
    goOn();
  } else {
    pressed = null;
  }
});
