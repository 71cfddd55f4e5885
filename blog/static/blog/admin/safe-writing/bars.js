// The bars above the form's footer. Their texts are in <template> elements of the page, by kind.

const frame = document.getElementById("safe-writing");

export function show(kind, { slots = {}, actions = {} } = {}) {
  const bar = frame.querySelector(`template[data-bar="${kind}"]`).content.firstElementChild.cloneNode(true);
  bar.dataset.kind = kind;
  Object.entries(slots).forEach(([name, words]) => {
    bar.querySelectorAll(`[data-slot="${name}"]`).forEach((slot) => {
      slot.textContent = words;
      slot.hidden = !words;
    });
  });
  Object.entries({ close: () => hide(kind), ...actions }).forEach(([name, act]) => {
    bar.querySelectorAll(`[data-act="${name}"]`).forEach((button) => button.addEventListener("click", () => act(bar)));
  });
  hide(kind);
  frame.append(bar);
  return bar;
}

export function hide(...kinds) {
  kinds.forEach((kind) => frame.querySelector(`:scope > [data-kind="${kind}"]`)?.remove());
}

export function isShown(kind) {
  return frame.querySelector(`:scope > [data-kind="${kind}"]`) !== null;
}

// Only the form of a post has bars.
export const settings = frame?.dataset ?? {};
