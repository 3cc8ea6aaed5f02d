// The view of one dream: its picture as it grows, how far it is, a stop button, and its recipe.
// Plain functions: view.py makes them one ES module, which is all that anywidget can load.

const PATIENCE = 2000; // milliseconds in which a kernel that hears the button has stopped
const UNDERWAY = ["waiting", "preparing", "running", "stopping"];
const BUSY = "A cell is waiting: interrupt it (■), and the dream stops and is kept";

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function describeTime(seconds) {
  if (seconds === null) return "";
  if (seconds < 1) return "almost done";
  return seconds < 100 ? `${Math.round(seconds)} s left` : `${Math.round(seconds / 60)} min left`;
}

function describeState(model) {
  const state = model.get("state");
  if (state === "idle") return "";
  if (state === "waiting") return "waits for the dream before it";
  if (state === "preparing") return "loads the network and the picture";
  if (state === "failed") return model.get("problem");
  if (state === "stopping") return "stops at the next step";
  const words = model.get("words") || "begins";
  return state === "done" ? words : [words, describeTime(model.get("seconds_left"))].filter(Boolean).join(" · ");
}

function showPicture(model, place) {
  const picture = make("img", { alt: "", draggable: "false" });
  const canvas = make("div", { class: "dreamgen-canvas" }, picture);
  place.append(canvas);
  let url = null;
  const update = () => {
    const bytes = model.get("picture");
    const [width, height] = [model.get("width"), model.get("height")];
    canvas.hidden = width === 0;
    canvas.style.aspectRatio = `${width} / ${height}`;
    place.style.setProperty("--width", `${Math.max(width, 360)}px`);
    canvas.classList.toggle("dreamgen-growing", model.get("state") === "running");
    picture.alt = model.get("state") === "done" ? "the dream" : "the dream so far";
    picture.hidden = bytes.byteLength === 0;
    if (picture.hidden) return;
    const before = url;
    url = URL.createObjectURL(new Blob([bytes], { type: model.get("kind") }));
    picture.src = url;
    if (before) picture.onload = () => URL.revokeObjectURL(before);
  };
  const names = ["picture", "width", "height", "state"];
  return follow(model, names, update, () => url && URL.revokeObjectURL(url));
}

function showProgress(model, place, buttons) {
  const bar = make("div", { class: "dreamgen-done" });
  const track = make("div", { class: "dreamgen-track", role: "progressbar" }, bar);
  track.setAttribute("aria-label", "share of the dream that is done");
  track.setAttribute("aria-valuemin", "0");
  track.setAttribute("aria-valuemax", "100");
  const words = make("span", { class: "dreamgen-words" });
  const spoken = make("span", { class: "dreamgen-spoken", role: "status" });
  const stop = make("button", { type: "button" }, "Stop and keep");
  stop.title = "Stop at the next step, and keep what is there";
  stop.addEventListener("click", () => {
    model.send({ ask: "stop" });
    setTimeout(() => {
      isDeaf = model.get("state") !== "stopping";
      update();
    }, PATIENCE);
  });
  place.append(track, make("div", { class: "dreamgen-row" }, words, spoken, ...buttons, stop));
  let isDeaf = false; // many kernels hear no button while a cell computes
  const update = () => {
    const state = model.get("state");
    const isBusy = UNDERWAY.includes(state);
    isDeaf &&= isBusy && state !== "stopping";
    const share = Math.round(100 * model.get("share"));
    track.hidden = !isBusy;
    bar.style.width = `${share}%`;
    track.setAttribute("aria-valuenow", share);
    stop.hidden = !isBusy;
    stop.disabled = state === "stopping";
    words.textContent = isDeaf ? BUSY : describeState(model);
    words.classList.toggle("dreamgen-problem", state === "failed");
    // What changes several times a second is not read aloud: only each new state is.
    const isQuiet = state === "running" && !isDeaf;
    const said = isQuiet ? "the dream is being made" : words.textContent;
    if (spoken.textContent !== said) spoken.textContent = said;
  };
  return follow(model, ["state", "share", "words", "seconds_left", "problem"], update);
}

function showRecipe(model, place) {
  const text = make("pre", { tabindex: "0", "aria-label": "the recipe" });
  const copy = make("button", { type: "button" }, "Copy");
  copy.addEventListener("click", async () => {
    const said = await navigator.clipboard.writeText(text.textContent).then(
      () => "Copied",
      () => "Select it, and copy by hand",
    );
    copy.textContent = said;
    setTimeout(() => (copy.textContent = "Copy"), 2000);
  });
  const folded = make("details", {}, make("summary", {}, "Recipe"), text, copy);
  place.append(folded);
  return follow(model, ["recipe"], () => {
    text.textContent = model.get("recipe");
    folded.hidden = !text.textContent;
  });
}

function follow(model, names, update, end = () => {}) {
  const events = names.map((name) => `change:${name}`).join(" ");
  model.on(events, update);
  update();
  return () => {
    model.off(events, update);
    end();
  };
}

function renderDream({ model, el }) {
  const figure = make("figure", { class: "dreamgen", "aria-label": "a dream" });
  el.append(figure);
  const ends = [
    showPicture(model, figure),
    showProgress(model, figure, []),
    showRecipe(model, figure),
  ];
  return () => ends.forEach((end) => end());
}
