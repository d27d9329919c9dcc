// Runs before the first paint so that a dark screen never flashes white. The rest lives in src/lib/theme.ts.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("sdr.theme");
  } catch {
    // Storage may be closed to us; the system's theme is a good answer then.
  }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
