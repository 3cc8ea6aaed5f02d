// A grid of small pictures of which one is chosen.

import { h } from "./dom.js";
import { emblem } from "./emblem.js";

/** Make a tile; where there is no picture an emblem of its name stands for it, or grain. */
export function tile({ name, title, picture, chosen, badge = "", grain = false, choose }) {
  const blank = () => (grain ? h("div", { class: "blank grain", "aria-hidden": "true" }) : emblem(name));
  const image = picture ? h("img", { src: picture, alt: "", loading: "lazy", decoding: "async" }) : blank();
  if (picture) image.addEventListener("error", () => image.replaceWith(blank()), { once: true });
  const told = { role: "radio", "aria-checked": String(chosen), tabIndex: chosen ? 0 : -1, "data-name": name };
  return h("button", { type: "button", class: "tile", title, ...told, onclick: choose }, image, badge && h("i", { class: "badge", "aria-hidden": "true" }, badge), h("span", {}, name));
}

/** Mark the chosen tile; the group has one stop for the Tab key, as a native radio group. */
export function mark(group, name) {
  const tiles = [...group.querySelectorAll(".tile")];
  const some = tiles.some((each) => each.dataset.choice === name);
  tiles.forEach((each, place) => {
    const chosen = each.dataset.choice === name;
    each.setAttribute("aria-checked", String(chosen));
    each.tabIndex = chosen || (!some && place === 0) ? 0 : -1;
  });
}
