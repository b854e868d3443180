// Sets theme and density before the first paint, so that nothing flashes. The page keeps the same keys.
(() => {
  const root = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be blocked; the defaults are fine then
    }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = stored("skiigen.theme");
  root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark ? "dark" : "light";
  root.dataset.density = stored("skiigen.density") === "comfortable" ? "comfortable" : "dense";
})();
