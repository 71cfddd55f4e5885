// Runs before the first paint, so that a chosen theme never flashes the other one.
(() => {
  let theme = "auto";
  try {
    theme = localStorage.getItem("theme") || theme;
  } catch {
    // A browser that refuses storage follows the device.
  }
  document.documentElement.dataset.theme = theme;
})();
