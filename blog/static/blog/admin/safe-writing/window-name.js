// Each window has a name, so that two windows with the same post do not overwrite each other's stored text.

const KEY = "openbook-window";

export function newName() {
  const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  sessionStorage.setItem(KEY, name);
  hold(name);
  return name;
}

// A lock is held while the window is open. Insecure contexts have no locks.
function hold(name) {
  navigator.locks?.request(`openbook-${name}`, () => new Promise(() => {}));
}

async function heldNames() {
  const locks = await navigator.locks?.query();
  return new Set(locks?.held.map((lock) => lock.name.replace("openbook-", "")));
}

// The name of this window, which a form that came back keeps, and the names of the other open windows.
// Any other page gets a new name, so that it does not overwrite a text that has yet to be offered. So does a form with
// the stored text of another window (`restored`): what was typed here before may not be saved.
export async function windowNames({ cameBack, restored }) {
  const others = await heldNames();
  const old = sessionStorage.getItem(KEY);
  // Held by a duplicate of this window or by its previous page, whose text is offered here.
  const isHeld = others.delete(old);
  const isOther = restored && !restored.endsWith(` ${old}`);
  if (!cameBack || !old || isHeld || isOther) {
    return { own: newName(), others };
  }
  hold(old);
  return { own: old, others };
}
