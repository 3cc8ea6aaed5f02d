// The studio: where the dream is, what it is made of, and what was kept. Joined to dream.js.

const PIECE = 2 ** 20; // bytes: kernels refuse messages that are much longer

let lastNumber = 0;

function field(label, help, input) {
  input.id = `dreamgen-${++lastNumber}`;
  input.title = help;
  const words = make("label", { for: input.id, title: help }, label);
  return make("div", { class: "dreamgen-field" }, words, input);
}

function suggest(input, choices) {
  const list = make("datalist", { id: `dreamgen-${++lastNumber}` });
  list.replaceChildren(...choices.map((choice) => make("option", { value: choice })));
  input.setAttribute("list", list.id);
  return list;
}

function changeOf(model, name, value) {
  model.set(name, value);
  model.save_changes();
}

function showSource(model, place) {
  const input = make("input", { type: "text", spellcheck: "false" });
  const list = suggest(input, []);
  const file = make("input", { type: "file", hidden: "" });
  const choose = make("button", { type: "button" }, "Choose a file…");
  choose.addEventListener("click", () => file.click());
  file.addEventListener("change", () => file.files[0] && upload(model, file.files[0], choose));
  input.addEventListener("change", () => changeOf(model, "source", input.value.trim()));
  const help = "a file's name, sample:NAME, noise, or a file of this computer";
  place.append(field("Source", help, input), list, choose, file);
  return follow(model, ["source", "sources"], () => {
    input.value = model.get("source");
    list.replaceChildren(...model.get("sources").map((name) => make("option", { value: name })));
  });
}

async function upload(model, file, button) {
  button.disabled = true;
  for (let start = 0; start === 0 || start < file.size; start += PIECE) {
    const piece = await file.slice(start, start + PIECE).arrayBuffer();
    const last = start + PIECE >= file.size;
    model.send({ ask: "upload", name: file.name, first: start === 0, last }, undefined, [piece]);
  }
  button.disabled = false;
}

function acceptDrops(model, place, button) {
  const mark = (event) => {
    event.preventDefault();
    event.stopPropagation();
    place.classList.toggle("dreamgen-drop", event.type === "dragover");
  };
  place.addEventListener("dragover", mark);
  place.addEventListener("dragleave", mark);
  place.addEventListener("drop", (event) => {
    mark(event);
    const [file] = event.dataTransfer.files;
    if (file) upload(model, file, button);
  });
}

function showPreset(model, place) {
  const select = make("select");
  const summary = make("p", { class: "dreamgen-summary" });
  select.append(
    ...model.get("presets").map((one) => make("option", { value: one.name }, one.name || "none")),
  );
  select.addEventListener("change", () => changeOf(model, "preset", select.value));
  place.append(field("Preset", "a recipe with a name", select), summary);
  return follow(model, ["preset"], () => {
    select.value = model.get("preset");
    const chosen = model.get("presets").find((one) => one.name === select.value);
    summary.textContent = chosen ? chosen.summary : "";
  });
}

function makeInput(control) {
  if (control.kind === "choice") {
    const options = ["", ...control.choices].map((choice) => make("option", { value: choice }, choice));
    return make("select", {}, ...options);
  }
  if (control.kind === "text") return make("input", { type: "text", spellcheck: "false" });
  const input = make("input", { type: "number", step: control.whole ? "1" : "any" });
  if (control.least !== undefined) input.min = control.least;
  if (control.most !== undefined) input.max = control.most;
  return input;
}

function showControl(model, place, control) {
  const input = makeInput(control);
  input.addEventListener("change", () =>
    changeOf(model, "values", { ...model.get("values"), [control.key]: input.value }),
  );
  const line = field(control.label, control.help, input);
  if (control.kind === "text" && control.choices.length) line.append(suggest(input, control.choices));
  place.append(line);
  return follow(model, ["values", "usual"], () => {
    input.value = model.get("values")[control.key] ?? "";
    const usual = model.get("usual")[control.key] || "as it comes";
    if (control.kind === "choice") input.options[0].textContent = usual;
    else input.placeholder = usual;
  });
}

function showKept(model, place) {
  const strip = make("div", { class: "dreamgen-kept", role: "group", "aria-label": "dreams that were kept" });
  place.append(strip);
  let urls = [];
  const free = () => urls.forEach((url) => URL.revokeObjectURL(url));
  const update = () => {
    free();
    urls = model.get("thumbnails").map((bytes) => URL.createObjectURL(new Blob([bytes], { type: "image/webp" })));
    strip.replaceChildren(
      ...urls.map((url, number) => {
        const button = make("button", { type: "button", "aria-label": `show kept dream ${number + 1}` });
        button.append(make("img", { src: url, alt: "" }));
        button.addEventListener("click", () => model.send({ ask: "show", number }));
        return button;
      }),
    );
    strip.hidden = urls.length === 0;
  };
  return follow(model, ["thumbnails"], update, free);
}

function renderStudio({ model, el }) {
  const shown = make("figure", { class: "dreamgen-shown" });
  const empty = make("p", { class: "dreamgen-empty" }, "Drop a picture, a drawing or a chart here");
  const form = make("form", { class: "dreamgen-form", "aria-label": "what to dream" });
  const studio = make("div", { class: "dreamgen-studio" }, shown, form);
  studio.dataset.lmSuppressShortcuts = "true"; // or JupyterLab would take Enter for itself
  el.append(make("div", { class: "dreamgen dreamgen-frame" }, studio));

  const dream = make("button", { type: "submit", class: "dreamgen-first" }, "Dream");
  const keep = make("button", { type: "button" }, "Keep");
  keep.title = "Put this dream among those of studio.kept";
  keep.addEventListener("click", () => model.send({ ask: "keep" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (document.activeElement) document.activeElement.dispatchEvent(new Event("change"));
    model.send({ ask: "dream" });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || dream.disabled) return;
    event.preventDefault(); // JupyterLab keeps Enter from sending a form
    form.requestSubmit(dream);
  });
  shown.append(empty);
  const ends = [
    showPicture(model, shown),
    showProgress(model, shown, [keep]),
    showKept(model, shown),
    showRecipe(model, shown),
    showSource(model, form),
    showPreset(model, form),
    ...model.get("controls").map((control) => showControl(model, form, control)),
    follow(model, ["state", "width"], () => {
      const state = model.get("state");
      dream.disabled = UNDERWAY.includes(state);
      keep.hidden = state !== "done";
      empty.hidden = model.get("width") > 0;
    }),
  ];
  form.append(dream);
  acceptDrops(model, studio, form.querySelector("button"));
  return () => ends.forEach((end) => end());
}
