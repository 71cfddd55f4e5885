// Additions to the form of a post: character counts, previews for search and sharing, findings of the checks,
// the time of the last save, and whether there are unpublished changes.
window.addEventListener("DOMContentLoaded", () => {
  // Search engines truncate longer texts. Only the summary has a limit of its own.
  const LENGTHS = { summary: 300, seo_title: 60, search_description: 160 };

  const field = (name) => document.querySelector(`[data-edit-form] [name=${name}]`);

  function countCharacters(name, most) {
    const input = field(name);
    if (!input) {
      return;
    }
    const count = document.createElement("p");
    count.className = "help character-count";
    const refresh = () => {
      const length = [...input.value].length;
      count.textContent = interpolate(gettext("%(length)s of %(most)s"), { length, most }, true);
      count.classList.toggle("character-count--over", length > most);
    };
    input.addEventListener("input", refresh);
    refresh();
    input.after(count);
  }

  function keepPreview(preview) {
    const cover = preview.querySelector("[data-shows-cover]");
    const refresh = () => {
      for (const part of preview.querySelectorAll("[data-shows]")) {
        const values = part.dataset.shows.split(" ").map((name) => field(name)?.value.trim());
        part.textContent = values.find(Boolean) || part.dataset.otherwise || "";
      }
      const chosen = document.querySelector("#id_cover-chooser img");
      cover.hidden = !chosen?.getAttribute("src") || !field("cover")?.value;
      cover.src = cover.hidden ? "" : chosen.src;
    };
    document.querySelector("[data-edit-form]").addEventListener("input", refresh);
    // A chooser changes its field without an event, so the preview is updated when its tab is opened.
    document.addEventListener("click", () => setTimeout(refresh));
    refresh();
  }

  async function showFindings(place) {
    const [, post] = window.location.pathname.match(/\/pages\/(\d+)\/edit\//) || [];
    if (!post) {
      return;
    }
    const answer = await fetch(place.dataset.postFindings.replace("/0/", `/${post}/`));
    if (answer.ok) {
      place.innerHTML = await answer.text();
    }
  }

  function sayWhenSaved({ detail }) {
    const time = new Date(detail.data.revision_created_at).toLocaleTimeString(document.documentElement.lang);
    const words = interpolate(gettext("Saved %(time)s"), { time }, true);
    document.querySelector(".w-autosave-indicator__state--saved .w-autosave-indicator__text").textContent = words;
  }

  // For a live post: after the first save, the draft differs from the published text.
  function showThatItChanged({ detail }) {
    if (detail.data.is_unchanged) {
      return;
    }
    for (const part of document.querySelectorAll("[data-live-post]")) {
      part.hidden = part.dataset.livePost !== "changed";
    }
  }

  document.addEventListener("w-autosave:success", sayWhenSaved);
  document.addEventListener("w-autosave:success", showThatItChanged);
  Object.entries(LENGTHS).forEach(([name, most]) => countCharacters(name, most));
  document.querySelectorAll("[data-search-preview]").forEach(keepPreview);
  for (const place of document.querySelectorAll("[data-post-findings]")) {
    showFindings(place);
    document.addEventListener("w-autosave:success", () => showFindings(place));
  }
});
