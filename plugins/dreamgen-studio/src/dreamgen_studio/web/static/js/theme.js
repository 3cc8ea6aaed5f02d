// Light, dark, or as the system has it; remembered in this browser.

import { byId } from "./dom.js";
import { memory } from "./memory.js";

const THEMES = ["auto", "light", "dark"];

export function startTheme() {
  byId("theme").addEventListener("click", nextTheme);
  show(memory.local.theme ?? "auto");
}

export function nextTheme() {
  const now = document.documentElement.dataset.theme ?? "auto";
  show(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
}

function show(theme) {
  memory.local.theme = theme;
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" }[theme];
  byId("theme").setAttribute("aria-label", `Theme: ${theme}`);
}
