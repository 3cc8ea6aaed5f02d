// What the page knows, and who wants to hear of a change to it.

export const state = {
  catalogue: null,
  /** What is asked for: the server makes a recipe of it. Settings are text, as after `--set`. */
  request: { source: "sample:cat", preset: "classic", settings: {}, mask: null, kind: "still", suffix: "", at: 0 },
  /** What the server says of it: recipe (dotted key -> value), toml, command; or null while it is refused. */
  described: null,
  problem: null,
  uploads: [],
  jobs: [],
  history: [],
  /** The job that the canvas follows, and the finished dream that it shows. */
  job: null,
  shown: null,
  tool: "look",
  /** The layers of networks, by name, as far as they are known. */
  layers: {},
};

const listeners = {};

export function on(topics, run) {
  for (const topic of topics.split(" ")) (listeners[topic] ??= []).push(run);
}

export function emit(topic, detail) {
  for (const run of listeners[topic] ?? []) run(detail);
}

/** Change the request, and let everyone know. */
export function ask(change) {
  Object.assign(state.request, change);
  emit("request");
}

/** Set one key of the recipe as text; null gives it back to the preset. */
export function set(key, text) {
  const settings = { ...state.request.settings };
  if (text === null) delete settings[key];
  else settings[key] = text;
  ask({ settings });
}

/** The job that is followed, while it has not ended. */
export function running() {
  const job = state.jobs.find((each) => each.id === state.job);
  return job && (job.state === "waiting" || job.state === "running") ? job : null;
}

/** The film that is the source, if it is one. */
export const film = (id = state.request.source) => state.uploads.find((each) => each.id === id && each.seconds > 0);

/** The network that the recipe names, and its layers. */
export const backbone = () => state.described?.recipe.backbone ?? "bestiary";
export const layersNow = () => state.layers[backbone()] ?? [];

/** Share of a job that is done, 0 to 1; steps begin anew with each keyframe, or each frame of a film. */
export function shareOf(job) {
  if (job.frames <= 1) return job.done;
  if (!job.keyframes) return Math.min(1, (job.frame + (job.done < 1 ? job.done : 0)) / job.frames);
  const dreamed = (job.keyframe + (job.done < 1 ? job.done : 0)) / Math.max(1, job.keyframes);
  return (Math.min(1, dreamed) + job.frame / job.frames) / 2;
}

export const finished = (id) => state.history.find((each) => each.id === id);
