// A finished film that is compared with its original: to play, to stop, and to look at any moment.

import { byId, h } from "./dom.js";
import { clock } from "./film.js";

const film = byId("film");
const place = byId("player");

export function startPlayer() {
  const play = h("button", { type: "button", "aria-keyshortcuts": "Space", onclick: playOrPause });
  const box = h("input", { type: "range", id: "played", "aria-label": "Moment of the dream", min: 0, step: 0.01, value: 0 });
  const time = h("output", { for: "played" });
  box.addEventListener("input", () => (film.currentTime = Number(box.value)));
  const draw = () => {
    play.textContent = film.paused ? "Play" : "Pause";
    if (Number.isFinite(film.duration)) box.max = film.duration;
    box.value = film.currentTime;
    time.textContent = `${clock(film.currentTime)} of ${clock(Number(box.max))}`;
    box.setAttribute("aria-valuetext", time.textContent);
  };
  for (const event of ["play", "pause", "timeupdate", "seeked", "loadedmetadata"]) film.addEventListener(event, draw);
  place.replaceChildren(play, h("div", { class: "film-track" }, box), time);
  draw();
}

export function playOrPause() {
  if (film.hidden) return;
  if (film.paused) film.play().catch(() => {});
  else film.pause();
}
