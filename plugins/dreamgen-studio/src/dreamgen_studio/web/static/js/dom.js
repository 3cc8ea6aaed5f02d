// Make and find elements; no markup is ever made from text, so that no name can become a script.

export const byId = (id) => document.getElementById(id);

/** Make an element: properties as written on it, `class`, `data-*`, `aria-*` and `role` as attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (/^(class|role|for|list|style)$|-/.test(name)) element.setAttribute(name, value === true ? "" : value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button with the key that does the same. */
export function button(text, key, run, kind = "", title = "") {
  const told = { title, "aria-keyshortcuts": key, "data-action": text };
  return h("button", { type: "button", class: kind, ...told, onclick: run }, text, h("kbd", { "aria-hidden": "true" }, key));
}

export function debounce(wait, run) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), wait);
  };
}

let hiding;
/** Say something in passing, read out by screen readers too; `undo` is offered for a while longer. */
export function toast(text, undo = null) {
  const place = byId("toast");
  const hide = () => place.classList.remove("shown");
  const back = () => (hide(), undo());
  place.replaceChildren(text, ...(undo ? [h("button", { type: "button", onclick: back }, "Undo")] : []));
  place.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(hide, undo ? 10000 : 3000);
}

/** Arrow keys move within a group of which one is chosen, as in a native radio group. */
export function arrowKeys(group) {
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const items = [...group.querySelectorAll("[role=radio], [role=tab]")];
    const next = items[(items.indexOf(document.activeElement) + step + items.length) % items.length];
    event.preventDefault();
    next.focus();
    next.click();
  });
}
