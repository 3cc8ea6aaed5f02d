// One input for one JSON Schema: a slider, a menu, a switch, chips or a line of text.

import { h } from "./dom.js";
import { layersNow, state } from "./state.js";

let count = 0;

/** What kinds a schema allows, with the first number's limits, without `null`. */
function kinds(schema) {
  const any = schema.anyOf ?? [schema];
  const types = any.flatMap((each) => each.type ?? []).filter((type) => type !== "null");
  return {
    types,
    values: any.find((each) => each.enum)?.enum,
    number: any.find((each) => each.type === "number" || each.type === "integer"),
    list: any.find((each) => each.type === "array"),
    optional: schema.default === null || any.some((each) => each.type === "null"),
  };
}

/** A whole number or a name is a layer's address; any other number may be a formula. */
const isLayer = (kind) => kind.types.includes("integer") && kind.types.includes("string");
const isNumber = (schema, kind) => Boolean(kind.number) && !isLayer(kind) && !kind.types.includes("array");

const words = (name) => {
  const text = name.replaceAll("_", " ");
  return text[0].toUpperCase() + text.slice(1);
};

/**
 * Make a field. `change(value)` hears of a new value: null where it was left empty.
 * What a number cannot be, as ramp(0, 30) or a formula, is shown as text.
 */
export function field(name, schema, value, change, { label, about = schema.description, choices } = {}) {
  const id = `field-${++count}`;
  const kind = kinds(schema);
  const given = value ?? schema.default ?? null;
  const title = h("label", { for: id, title: about ?? "" }, h("span", {}, label ?? words(name)), about && h("small", {}, about));
  const frame = h("div", { class: "field", "data-name": name }, title);
  const problem = h("p", { class: "problem", role: "alert", id: `${id}-problem` });

  if (kind.values) frame.append(menu(id, kind, given, change));
  else if (kind.types.includes("boolean")) frame.append(toggle(id, given, change));
  else if (kind.list) frame.append(chips(id, kind, given, change, choices));
  else if (isNumber(schema, kind)) frame.append(...number(id, kind, given, change, schema));
  else frame.append(text(id, kind, given, change, schema, choices));
  frame.append(problem);
  return frame;
}

function menu(id, kind, given, change) {
  const blank = kind.optional ? [h("option", { value: "" }, "as usual")] : [];
  const options = kind.values.map((each) => h("option", { value: each, selected: each === given }, each));
  return h("select", { id, onchange: (event) => change(event.target.value || null) }, ...blank, ...options);
}

function toggle(id, given, change) {
  return h("input", { id, type: "checkbox", class: "switch", role: "switch", checked: Boolean(given), onchange: (event) => change(event.target.checked) });
}

/** A number, and a slider over the part of its range that people use; or a formula, as 0.5 + 0.3*sin(t). */
function number(id, kind, given, change, schema) {
  const usual = schema.default;
  const limits = kind.number;
  const whole = limits.type === "integer";
  const isFormula = typeof given === "object" ? given !== null : typeof given === "string";
  const shown = isFormula ? (given.text ?? given) : (given ?? "");
  const low = limits.minimum ?? limits.exclusiveMinimum ?? Math.min(0, 2 * (usual ?? 0));
  const highest = limits.maximum ?? limits.exclusiveMaximum ?? Infinity;
  const useful = Math.max(4 * Math.abs(usual ?? Number(given) ?? 1), Number(given) || 0, whole ? 10 : 1);
  const high = highest - low <= 40 || highest <= useful ? highest : Math.min(highest, useful);
  const step = whole ? 1 : 10 ** Math.floor(Math.log10((high - low) / 50 || 0.01));
  const told = { inputMode: "decimal", autocomplete: "off", spellcheck: false, placeholder: "auto", title: schema.formula ? "A number, or a formula of t, the time in seconds" : "" };
  const box = h("input", { id, type: "text", class: isFormula ? "number formula" : "number", value: String(shown), "aria-describedby": `${id}-problem`, ...told });
  box.addEventListener("change", () => change(readNumber(box.value)));
  box.addEventListener("keydown", (event) => {
    const up = { ArrowUp: step, ArrowDown: -step }[event.key];
    const value = Number(box.value || usual || 0);
    if (!up || Number.isNaN(value)) return;
    event.preventDefault();
    box.value = plain(Math.min(limits.maximum ?? Infinity, Math.max(limits.minimum ?? -Infinity, value + up)));
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  if (isFormula || !Number.isFinite(high) || (given === null && kind.optional)) {
    box.classList.add("alone");
    return [box];
  }
  const slider = h("input", { type: "range", min: low, max: high, step, value: given ?? low, tabIndex: -1, "aria-hidden": "true" });
  slider.addEventListener("input", () => (box.value = plain(slider.value)));
  slider.addEventListener("change", () => change(readNumber(box.value)));
  box.addEventListener("input", () => (slider.value = box.value));
  return [box, slider];
}

const plain = (value) => String(Number(Number(value).toPrecision(6)));

/** A number; a text that is none is left as it is: the server reads formulas. */
function readNumber(text) {
  const value = text.trim();
  if (value === "") return null;
  return Number.isNaN(Number(value)) ? { text: value } : Number(value);
}

/** Of a layer's address the layers are suggested. */
function text(id, kind, given, change, schema, choices) {
  const layer = isLayer(kind);
  const shown = given === null ? "" : typeof given === "object" ? given.text : String(given);
  const placeholder = schema.examples?.[0] ?? (layer && !choices ? "the recipe’s" : "auto");
  const box = h("input", { id, type: "text", value: shown, spellcheck: false, autocomplete: "off", placeholder });
  const suggested = choices ?? (layer ? layers() : []);
  const read = (value) => {
    if (layer && /^-?\d+$/.test(value)) return Number(value);
    if (/\w\(/.test(value)) return { text: value };
    return kind.number && /^-?[\d.]+$/.test(value) ? Number(value) : value;
  };
  box.addEventListener("change", () => change(box.value.trim() === "" ? null : read(box.value.trim())));
  return suggest(box, suggested);
}

function suggest(box, suggested) {
  if (!suggested.length) return box;
  const list = h("datalist", { id: `${box.id}-list` }, suggested.map(([value, about]) => h("option", { value, label: about ?? "" })));
  box.setAttribute("list", list.id);
  const holder = h("div", { class: "listed" }, box, list);
  return holder;
}

/** The layers of the backbone that the recipe names, where the studio knows them. */
function layers() {
  return layersNow().map((layer) => [layer.number, `${layer.name}, ${layer.channels} channels`]);
}

/** Several words or numbers: each a chip that a click takes away. */
function chips(id, kind, given, change, choices) {
  const whole = (kind.list.items?.type ?? "") === "integer";
  let items = given === null ? [] : Array.isArray(given) ? [...given] : [given];
  const box = h("input", { id, type: "text", placeholder: items.length ? "" : "type, then Enter", autocomplete: "off" });
  const known = choices ?? (whole ? [] : (state.catalogue.concepts ?? []).map((name) => [name]));
  const list = h("datalist", { id: `${id}-list` }, known.map(([name]) => h("option", { value: name })));
  const holder = h("div", { class: "chips wide" });
  if (known.length) box.setAttribute("list", list.id);
  const send = () => change(items.length === 0 ? null : items);
  const take = () => {
    const typed = box.value.includes("(") ? [box.value.trim()] : box.value.split(/[,\s]+/);
    const added = typed.filter(Boolean).map((each) => (whole ? Number(each) : each));
    if (!added.length) return;
    items = [...new Set([...items, ...added])];
    box.value = "";
    draw();
    send();
  };
  const remove = (item) => () => {
    items = items.filter((each) => each !== item);
    draw();
    send();
  };
  const chip = (item) => {
    const cross = h("span", { "aria-hidden": "true" }, "×");
    return h("button", { type: "button", onclick: remove(item), "aria-label": `remove ${item}` }, String(item), cross);
  };
  const draw = () => {
    holder.replaceChildren(...items.map(chip), box, list);
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
    else if (event.key === "Backspace" && box.value === "" && items.length) remove(items.at(-1))();
  });
  box.addEventListener("change", take);
  draw();
  return holder;
}
