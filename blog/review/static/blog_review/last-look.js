// Before a post is published or submitted: shows what would happen with what stands in the form, and waits for a yes.
// Where that cannot be shown, the button does at once what it says.

import { handOver } from "../blog/admin/hand-over.js";

const BUTTONS = "[data-edit-form] :is([name=action-publish], [name=action-submit])";

const dialog = Object.assign(document.createElement("dialog"), { className: "last-look" });
dialog.setAttribute("aria-labelledby", "last-look-title");
document.body.append(dialog);

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
    } else if (!event.defaultPrevented) {
      saving = new Promise((resolve) => (saved = resolve));
    }
  },
  { capture: true },
);
document.addEventListener("w-autosave:success", () => saved());
document.addEventListener("w-autosave:error", () => saved());

// Before everything else that listens to these buttons.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest(BUTTONS);
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
  pressed = button;
  await saving;
  isAsking = true;
  const words = await handOver(button.form).then(() => ask(button)).catch(() => "");
  isAsking = false;
  if (words) {
    dialog.innerHTML = words;
    dialog.showModal();
    goOnSaving(button.form);
  } else {
    goOn();
  }
}

// Wagtail's autosave takes this for a change and saves.
function goOnSaving(form) {
  if (isHeld) {
    isHeld = false;
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
  }
}

async function ask({ form, name }) {
  const body = new FormData(form);
  body.set("last-look", name);
  body.set("last-look-zone", Intl.DateTimeFormat().resolvedOptions().timeZone);
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  // Somebody who was signed out is sent to the sign-in; saving says so.
  return answer.ok && !answer.redirected ? answer.text() : "";
}

function goOn() {
  const button = pressed;
  pressed = null;
  isAgreed = true;
  button.click();
  isAgreed = false;
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
