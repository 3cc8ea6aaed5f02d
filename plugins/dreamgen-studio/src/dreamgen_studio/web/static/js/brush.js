// The mask: painted over the picture, sent as a picture that is white where dreaming may happen.

import { api } from "./api.js";
import { byId, debounce, h, toast } from "./dom.js";
import { ask, on, state } from "./state.js";

const canvas = byId("brush");
const pen = canvas.getContext("2d");
export const MASK = "painted-mask.png";
const SIDE = 768;
const TINT = "rgb(255 106 40)";
let last = null;
let erasing = false;
let size = 12;
let painted = false;

export function startBrush() {
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    stroke(last, last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = at(event);
    stroke(last, now);
    last = now;
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      if (last) send();
      last = null;
    });
}

on("tool", show);
on("request", () => {
  if (state.request.mask === null && painted) wipe();
});

function show() {
  canvas.hidden = state.tool !== "mask" && !painted;
  canvas.style.pointerEvents = state.tool === "mask" ? "auto" : "none";
  canvas.style.opacity = state.tool === "mask" ? 0.55 : 0;
  if (state.tool === "mask" && !painted) resize();
}

/** The canvas has the picture's shape, and pixels of its own. */
function resize() {
  const box = byId("frame").getBoundingClientRect();
  const scale = SIDE / Math.max(box.width, box.height);
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
}

function at(event) {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * canvas.width, ((event.clientY - box.top) / box.height) * canvas.height];
}

function stroke(from, to) {
  painted = true;
  pen.globalCompositeOperation = erasing ? "destination-out" : "source-over";
  pen.strokeStyle = TINT;
  pen.lineWidth = (size / 100) * Math.max(canvas.width, canvas.height);
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

function wipe() {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  painted = false;
  show();
}

function clear() {
  wipe();
  ask({ mask: null });
}

function invert() {
  painted = true;
  pen.globalCompositeOperation = "xor";
  pen.fillStyle = TINT;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  send();
}

function all() {
  const alpha = pen.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, place) => place % 4 === 3);
  return { none: alpha.every((each) => each === 0), alpha };
}

const send = debounce(250, async () => {
  const { none, alpha } = all();
  if (none) return clear();
  const mask = h("canvas", { width: canvas.width, height: canvas.height });
  const image = mask.getContext("2d").createImageData(canvas.width, canvas.height);
  alpha.forEach((level, place) => image.data.set([level, level, level, 255], 4 * place));
  mask.getContext("2d").putImageData(image, 0, 0);
  const blob = await new Promise((done) => mask.toBlob(done, "image/png"));
  try {
    const kept = await api.upload(blob, MASK);
    state.maskFile = { name: MASK, blob };
    ask({ mask: kept.id });
  } catch (problem) {
    toast(problem.message);
  }
});

/** The brush's own tools, beside the others while it is chosen. */
export function brushTools() {
  const paint = h("button", { type: "button", "aria-pressed": String(!erasing) }, "Paint");
  const erase = h("button", { type: "button", "aria-pressed": String(erasing) }, "Erase");
  const pick = (value) => () => {
    erasing = value;
    paint.setAttribute("aria-pressed", String(!erasing));
    erase.setAttribute("aria-pressed", String(erasing));
  };
  paint.addEventListener("click", pick(false));
  erase.addEventListener("click", pick(true));
  const width = h("input", { type: "range", min: 2, max: 40, value: size, oninput: (event) => (size = Number(event.target.value)) });
  return h(
    "div",
    { class: "brush-tools" },
    h("span", { class: "segmented" }, paint, erase),
    h("label", {}, "Size", width),
    h("button", { type: "button", onclick: invert }, "Invert"),
    h("button", { type: "button", onclick: clear }, "Clear"),
  );
}
