// Cards for the components that a key of the recipe names: one, a list, or a weighted sum.

import { field } from "./fields.js";
import { h } from "./dom.js";
import { readCall, readSum, writeCall, writeSum } from "./expressions.js";
import { state } from "./state.js";

const offered = (kind) => state.catalogue.components.filter((each) => each.kind === kind);
const orders = (kind) => Object.fromEntries(offered(kind).map((each) => [each.name, each.order]));
const find = (kind, name) => offered(kind).find((each) => each.name === name || `${each.plugin}/${each.name}` === name);

/** Read the value of a key as a list of {use, values, weight}. */
function read(shape, kind, value) {
  if (shape === "sum") return value ? readSum(value, orders(kind)) : [];
  if (shape === "list") return (value ?? []).map((each) => readCall(each, orders(kind)));
  // A table without a name, as of a loader: parameters of whichever component is chosen by itself.
  return typeof value === "string" ? [readCall(value, orders(kind))] : [];
}

function write(shape, cards) {
  if (shape === "sum") return cards.length ? writeSum(cards) : null;
  if (shape === "list") return `[${cards.map(writeCall).map(quoteIfNeeded).join(", ")}]`;
  return cards.length ? writeCall(cards[0]) : null;
}

/** In a list after `--set`, a call stands in quotes, as in TOML. */
const quoteIfNeeded = (text) => JSON.stringify(text);

/** Make the editor of a key; `change(text)` hears of a new value, null where it was emptied. */
export function editor(key, kind, shape, value, change) {
  const cards = read(shape, kind, value);
  const holder = h("div", { class: "field wide-field", "data-name": key });
  const send = () => change(write(shape, cards));
  const draw = () => {
    const made = cards.map((card, place) => cardOf(kind, shape, card, place, cards, draw, send));
    if (shape !== "one" || !cards.length) made.push(add(kind, cards, () => (draw(), send())));
    holder.replaceChildren(...made, h("p", { class: "problem", role: "alert" }));
  };
  draw();
  return holder;
}

function add(kind, cards, done) {
  const options = offered(kind).map((each) => h("option", { value: each.name }, `${each.name}: ${each.summary}`));
  const chosen = (event) => {
    cards.push({ use: event.target.value, values: required(kind, event.target.value), weight: "1" });
    done();
  };
  const prompt = h("option", { value: "" }, `Add ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}…`);
  return h("select", { class: "add", "aria-label": `add ${kind}`, onchange: chosen }, prompt, ...options);
}

/** What a component cannot do without: its schema's own example of it. */
function required(kind, name) {
  const schema = find(kind, name)?.schema;
  const needed = (schema?.required ?? []).map((key) => [key, schema.properties[key].examples?.[0]]);
  return Object.fromEntries(needed.filter(([, value]) => value !== undefined));
}

function cardOf(kind, shape, card, place, cards, draw, send) {
  const found = find(kind, card.use);
  const swap = (event) => {
    Object.assign(card, { use: event.target.value, values: required(kind, event.target.value) });
    draw();
    send();
  };
  const remove = () => {
    cards.splice(place, 1);
    draw();
    send();
  };
  const names = offered(kind).map((each) => h("option", { value: each.name, selected: each === found }, each.name));
  const unknown = found ? [] : [h("option", { value: card.use, selected: true }, card.use)];
  const head = h("div", { class: "head" }, h("select", { "aria-label": kind, onchange: swap }, ...unknown, ...names));
  if (shape === "sum") head.append(weightOf(card, send));
  head.append(h("button", { type: "button", class: "quiet", "aria-label": `remove ${card.use}`, title: "Remove", onclick: remove }, "×"));
  const about = found && h("p", { class: "about" }, found.summary, found.plugin !== "dreamgen" && ` (${found.plugin})`);
  return h("div", { class: "component" }, head, about, h("div", { class: "fields" }, ...parameters(found, card, send)));
}

function weightOf(card, send) {
  const box = h("input", { type: "text", value: card.weight, title: "Weight", "aria-label": `weight of ${card.use}` });
  box.addEventListener("change", () => {
    card.weight = box.value.trim() || "1";
    send();
  });
  return box;
}

/** Those that can be given by place are what people turn; the others are folded away. */
function parameters(found, card, send) {
  const all = Object.keys(found?.schema?.properties ?? {});
  const first = all.filter((name) => found.order.includes(name)).sort((one, two) => found.order.indexOf(one) - found.order.indexOf(two));
  const rest = all.filter((name) => !found.order.includes(name));
  const fields = fieldsOf(found, first, card, send);
  if (!rest.length) return fields;
  const open = rest.some((name) => name in card.values);
  return [...fields, h("details", { class: "more", open }, h("summary", {}, "More"), h("div", { class: "fields" }, ...fieldsOf(found, rest, card, send)))];
}

function fieldsOf(found, names, card, send) {
  return names.map((name) => {
    const schema = found.schema.properties[name];
    return field(name, schema, card.values[name], (value) => {
      const usual = value === null || JSON.stringify(value) === JSON.stringify(schema.default);
      if (usual) delete card.values[name];
      else card.values[name] = value;
      send();
    });
  });
}
