// Give a finished dream another name, or remove it; what was removed can be had back for a while.

import { complain } from "./actions.js";
import { api } from "./api.js";
import { h, toast } from "./dom.js";
import { emit, finished, state } from "./state.js";

export function manageMenu(close) {
  const dream = finished(state.shown);
  const suffix = dream.name.slice(dream.name.lastIndexOf("."));
  const box = h("input", { type: "text", value: dream.name.slice(0, -suffix.length), "aria-label": "Name", autocomplete: "off", maxLength: 70 });
  box.addEventListener("focus", () => box.select());
  const rename = async (event) => {
    event.preventDefault();
    close();
    await attempt(() => api.rename(dream.id, box.value));
    emit("ask-now");
  };
  const remove = () => (close(), forget(dream));
  return [
    h("form", { class: "rename", onsubmit: rename }, box, h("span", { class: "note" }, suffix), h("button", {}, "Rename")),
    h("button", { type: "button", class: "danger", onclick: remove }, "Delete from the history"),
  ];
}

/** Remove a dream; the one beside it is shown in its place. */
export async function forget(dream) {
  if (!(await attempt(() => api.forget(dream.id)))) return;
  if (state.shown === dream.id) {
    state.shown = null;
    emit("shown");
  }
  emit("ask-now");
  toast(`${dream.name} is deleted`, async () => {
    await attempt(() => api.bringBack(dream.id));
    emit("ask-now");
  });
}

async function attempt(run) {
  try {
    return (await run()) ?? true;
  } catch (problem) {
    complain(problem.message);
    return null;
  }
}
