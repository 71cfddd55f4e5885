// Shows what is chosen on the first page while it is chosen, and suggests this machine's time zone.

const form = document.querySelector("[data-first-run]");
const contrast = form.querySelector("[data-first-run-accent]");
const { name, accent, logo_file: logo, time_zone: zone } = form.elements;
let asked = 0;

function showName() {
  for (const place of form.querySelectorAll("[data-first-run-name]")) {
    place.textContent = name.value;
  }
}

async function showAccent() {
  const turn = ++asked;
  const address = contrast.dataset.firstRunAccent.replace("000000", accent.value.slice(1));
  const answer = await fetch(address);
  const words = await answer.text();
  // A colour is dragged faster than the server answers: the last one counts.
  if (answer.ok && turn === asked) {
    contrast.innerHTML = words;
  }
}

function showLogo() {
  const [file] = logo.files;
  for (const place of form.querySelectorAll("[data-first-run-logo]")) {
    place.hidden = !file;
    place.src = file ? URL.createObjectURL(file) : "data:,";
  }
}

// Whoever works alone begins with the history and suggestions, others with everything.
function suggestRecord({ target }) {
  for (const box of form.querySelectorAll("[name=readers_see]")) {
    box.checked = target.value === "others" || ["shows_history", "takes_suggestions"].includes(box.value);
  }
}

function suggestZone() {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone.value === "UTC" && [...zone.options].some((option) => option.value === here)) {
    zone.value = here;
  }
}

name.addEventListener("input", showName);
accent.addEventListener("input", showAccent);
logo.addEventListener("change", showLogo);
for (const choice of form.querySelectorAll("[name=company]")) {
  choice.addEventListener("change", suggestRecord);
}
suggestZone();
