// The three choices of the theme control; kept in this browser only, never in a cookie.
const root = document.documentElement;
const choices = [...document.querySelectorAll(".theme-control input")];

const show = (theme) => {
  root.dataset.theme = theme;
  for (const choice of choices) choice.checked = choice.value === theme;
};

const keep = (theme) => {
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Without storage the choice holds for this page.
  }
};

for (const choice of choices) {
  choice.addEventListener("change", () => {
    show(choice.value);
    keep(choice.value);
  });
}

addEventListener("storage", (event) => {
  if (event.key === "theme") show(event.newValue || "auto");
});
addEventListener("pageshow", () => show(root.dataset.theme));
show(root.dataset.theme);
