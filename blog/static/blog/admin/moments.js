// Shows the time in a date field, which is in the time zone of the blog, in the time zone of the browser.
{
  const DAY = 86_400_000;
  const TYPED = /^(\d{4})-(\d\d?)-(\d\d?) (\d\d?):(\d\d)/;
  const ours = Intl.DateTimeFormat().resolvedOptions().timeZone;

  // The local time in the zone at an instant, as a timestamp as if it were UTC.
  function shownIn(zone, instant) {
    const clock = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
    const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...clock });
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
  }

  // The instants with this local time in the zone: none or two when the clocks change.
  function instantsOf(time, zone) {
    const offsets = new Set([time - DAY, time + DAY].map((instant) => shownIn(zone, instant) - instant));
    return [...offsets].map((offset) => time - offset).filter((instant) => shownIn(zone, instant) === time);
  }

  function wordsFor({ value, dataset }) {
    const typed = TYPED.exec(value.trim());
    if (!typed) {
      return "";
    }
    const [year, month, day, hour, minute] = typed.slice(1).map(Number);
    const [instant, another] = instantsOf(Date.UTC(year, month - 1, day, hour, minute), dataset.zone);
    if (instant === undefined || another !== undefined) {
      return dataset.never;
    }
    const style = { dateStyle: "full", timeStyle: "short", timeZone: ours };
    const moment = new Intl.DateTimeFormat(document.documentElement.lang || "en", style).format(instant);
    const words = ours === dataset.zone ? dataset.same : dataset.yours.replace("{zone}", ours);
    const past = instant < Date.now() ? (dataset.past ?? "") : "";
    return `${words.replace("{moment}", moment)} ${past}`.trim();
  }

  function refresh(input) {
    let place = document.getElementById(`${input.id}-moment`);
    if (!place) {
      place = document.createElement("p");
      place.id = `${input.id}-moment`;
      place.className = "help moment";
      place.setAttribute("aria-live", "polite");
      input.after(place);
    }
    const words = wordsFor(input);
    if (place.textContent !== words) {
      place.textContent = words;
    }
  }

  const refreshAll = () => document.querySelectorAll("input[data-zone]").forEach(refresh);
  // The schedule dialog is added to the page later, and the events of its calendar do not bubble.
  for (const name of ["input", "change", "w-dialog:shown"]) {
    document.addEventListener(name, refreshAll, true);
  }
  window.addEventListener("DOMContentLoaded", refreshAll);
}
