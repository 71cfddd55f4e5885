// Each window has a name, so that two windows with the same post do not write over each other's text.

const KEY = "openbook-window";

export function newName() {
  const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  sessionStorage.setItem(KEY, name);
  hold(name);
  return name;
}

// A lock is held as long as the window is open. Without a safe connection there are no locks.
function hold(name) {
  navigator.locks?.request(`openbook-${name}`, () => new Promise(() => {}));
}

async function heldNames() {
  const locks = await navigator.locks?.query();
  return new Set(locks?.held.map((lock) => lock.name.replace("openbook-", "")));
}

// This window's name, the same for a form that came back; and the names of the other windows that are open.
// Any other page gets a new name: what it keeps does not go over a text that is still to be offered.
export async function windowNames({ cameBack }) {
  const others = await heldNames();
  const old = sessionStorage.getItem(KEY);
  // Held by a duplicate of this window, or still by the page that it showed before: that one's text is offered here.
  const isHeld = others.delete(old);
  if (!cameBack || !old || isHeld) {
    return { own: newName(), others };
  }
  hold(old);
  return { own: old, others };
}
