// The page starts here: every part draws itself from the state, and hears of its changes.

import { act, complain } from "./actions.js";
import { api } from "./api.js";
import { startBrush } from "./brush.js";
import { byId } from "./dom.js";
import { follow } from "./jobs.js";
import { startKeys } from "./keys.js";
import { startLook } from "./look.js";
import { memory } from "./memory.js";
import { startPanes } from "./panes.js";
import { startPlayer } from "./player.js";
import { startPresets } from "./presets.js";
import { startSource } from "./source.js";
import { startStage } from "./stage.js";
import { emit, on, state } from "./state.js";
import { startTheme } from "./theme.js";
import "./film.js";
import "./history.js";
import "./layers.js";
import "./recipe.js";
import "./timeline.js";
import "./tools.js";
import "./walls.js";

on("jobs back", () => {
  const count = (kind) => state.jobs.filter((job) => job.state === kind).length;
  const words = [[count("running"), "being made"], [count("waiting"), "waiting"]];
  byId("queue").textContent = words.filter(([many]) => many).map((each) => each.join(" ")).join(", ");
});

/** What this tab asked for before it was loaded again; or what the studio was started with. */
function remembered() {
  try {
    const saved = Object.entries(JSON.parse(memory.session.request ?? "null") ?? startedWith());
    return Object.fromEntries(saved.filter(([key]) => key in state.request));
  } catch {
    return startedWith();
  }
}

/** Where the studio did not answer, it is asked again. */
on("back", () => state.problem && emit("request"));

const startedWith = () => (state.catalogue.first ? { source: state.catalogue.first } : {});
on("request", () => (memory.session.request = JSON.stringify(state.request)));

async function start() {
  startTheme();
  startPanes();
  startStage();
  startPlayer();
  startSource();
  startPresets();
  startBrush();
  startLook();
  startKeys();
  state.dreamNow = act.dream;
  state.catalogue = await api.catalogue();
  state.uploads = await api.uploads();
  Object.assign(state.request, remembered());
  emit("catalogue");
  emit("uploads");
  emit("tool");
  emit("request");
  await follow();
}

start().catch((problem) => complain(problem.message));
