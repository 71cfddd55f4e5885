// Nothing that was typed into a post is lost: by a crash, a missing title, an old session or a second editor.

import { settings, show } from "./bars.js";
import { fieldsOf, textOf } from "./fields.js";
import { Keeper } from "./keeper.js";
import { offer } from "./offer.js";
import { watchSaving } from "./saving.js";
import { remove } from "./store.js";
import { windowNames } from "./window-name.js";
import "./undo.js";

const SETTLED = 1500;

function placeOf(form) {
  const [, id] = form.action.match(/\/pages\/(\d+)\/edit\//) ?? [];
  return `${settings.user}:${id ? `post ${id}` : new URL(form.action).pathname}`.replaceAll(" ", "-");
}

// Wagtail's autosave looks for no changes in a form that came back unsaved. It saves when it is told of a change.
function nudge(form, keeper) {
  if (keeper.kept && keeper.kept !== keeper.sent) {
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
  }
}

async function start(form) {
  const place = () => placeOf(form);
  const cameBack = form.dataset.wUnsavedForceValue === "true";
  const names = windowNames({ cameBack });
  const onPause = () => cameBack && nudge(form, keeper);
  const keeper = new Keeper({ form, place, names, onPause, onFailure: () => show("no-store") });
  // Before anything is waited for: autosave begins at once in a form that came back.
  watchSaving(form, keeper);
  if (cameBack) {
    await takeOver(form, keeper);
    return;
  }
  setTimeout(() => keeper.touched || keeper.startFrom(textOf(fieldsOf(form))), SETTLED);
  await offer(form, { place: place(), openWindows: (await names).others, showNewest: () => showNewest(keeper) });
}

// The page was asked for while its last words were still being saved, and shows what was there before.
async function showNewest(keeper) {
  if (keeper.touched) {
    await keeper.keep();
  }
  window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
  window.location.reload();
}

// The form came back with what was typed, after an error or on request: it is this window's text now.
async function takeOver(form, keeper) {
  await keeper.keep();
  if (settings.restored && settings.restored !== keeper.id) {
    await remove(settings.restored);
  }
  // Loading the page again does not send the form again.
  history.replaceState(null, "", form.action);
}

const form = document.getElementById("page-edit-form");
if (form) {
  start(form);
}
