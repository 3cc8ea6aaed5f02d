// Save a finished dream: its file as it is, or another kind of file, with that kind's own settings.

import { complain } from "./actions.js";
import { api, file } from "./api.js";
import { field } from "./fields.js";
import { h, toast } from "./dom.js";
import { emit, finished, on, state } from "./state.js";

/** Exports on their way: each is downloaded when it is done. */
const exports = new Set();

export function saveMenu(close) {
  const dream = finished(state.shown);
  const outputs = state.catalogue.outputs[dream.kind];
  const settings = h("div", { class: "settings" });
  const buttons = outputs.map((output) => {
    const choose = () => {
      buttons.forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.output === output.name)));
      settings.replaceChildren(...choice(output, dream, close));
    };
    return h("button", { type: "button", title: output.summary, "aria-pressed": "false", "data-output": output.name, onclick: choose }, output.name);
  });
  return [
    h("a", { href: file(dream.id), download: dream.name, class: "download", onclick: close }, `Download ${dream.name}`),
    h("p", {}, "Or as another file; the recipe is in it."),
    h("div", { class: "grid" }, ...buttons),
    settings,
  ];
}

/** The settings of one output, from its schema, and the button that writes it. */
function choice(output, dream, close) {
  const { properties = {} } = state.catalogue.components.find((each) => each.kind === "output" && each.name === output.name)?.schema ?? {};
  const given = {};
  const fields = Object.entries(properties).map(([name, schema]) =>
    field(name, schema, undefined, (value) => (value === null ? delete given[name] : (given[name] = asText(value)))),
  );
  const save = async () => {
    for (const each of fields) each.querySelector(".problem").textContent = "";
    try {
      const { id } = await api.exportAs(dream.id, output.suffix, given);
      exports.add(id);
      close();
      emit("ask-now");
      toast(`Writing ${output.suffix.slice(1)}`);
    } catch (problem) {
      const wrong = fields.find((each) => `output.${each.dataset.name}` === problem.key);
      if (wrong) wrong.querySelector(".problem").textContent = problem.message;
      else complain(problem.message);
    }
  };
  return [...fields, h("button", { type: "button", class: "primary", "data-save": output.name, onclick: save }, `Save ${output.suffix}`)];
}

const asText = (value) => (typeof value === "object" ? (value.text ?? JSON.stringify(value)) : String(value));

on("jobs", () => {
  for (const job of state.jobs.filter((each) => exports.has(each.id))) {
    if (!["done", "failed", "cancelled"].includes(job.state)) continue;
    exports.delete(job.id);
    if (job.problem) complain(job.problem);
    else if (job.result) download(job.result);
  }
});

/** The answer says what the file is called. */
function download(id) {
  const link = h("a", { href: file(id), download: "" });
  document.body.append(link);
  link.click();
  link.remove();
}
