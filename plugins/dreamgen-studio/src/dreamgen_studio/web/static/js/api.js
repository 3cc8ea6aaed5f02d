// The studio's HTTP API. Every refusal is one sentence, and where it can, the recipe's key that it is about.

export class Refused extends Error {
  constructor(problem, key, status) {
    super(problem);
    this.key = key;
    this.status = status;
  }
}

/** A word of this tab's own: tabs take turns in the queue. */
const TURN = [...crypto.getRandomValues(new Uint8Array(12))].map((each) => each.toString(16).padStart(2, "0")).join("");

async function call(method, path, body, raw) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { "x-turn": TURN, ...(body === undefined || raw ? {} : { "content-type": "application/json" }) },
      body: raw ? body : body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("the studio does not answer: is it still running?", null, 0);
  }
  const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.problem ?? `refused (${response.status})`, answer.key, response.status);
  return answer;
}

const get = (path) => call("GET", path);
const post = (path, body = {}) => call("POST", path, body);

export const api = {
  catalogue: () => get("/api/catalogue"),
  state: (version) => get(`/api/state?version=${version}`),
  upload: (file, name = file.name) => call("POST", `/api/uploads?name=${encodeURIComponent(name)}`, file, true),
  uploads: () => get("/api/uploads"),
  describe: (request) => post("/api/describe", request),
  submit: (request) => post("/api/jobs", request),
  variants: (request, key, values) => post("/api/variants", { request, key, values }),
  cancel: (job) => post(`/api/jobs/${job}/cancel`),
  keep: (job) => post(`/api/jobs/${job}/keep`),
  continueFrom: (id) => post(`/api/finished/${id}/continue`),
  requestOf: (id) => get(`/api/requests/${id}`),
  exportAs: (id, suffix, settings) => post(`/api/finished/${id}/export`, { suffix, settings }),
  rename: (id, name) => post(`/api/finished/${id}/rename`, { name }),
  forget: (id) => post(`/api/finished/${id}/forget`),
  bringBack: (id) => post(`/api/finished/${id}/restore`),
  layers: (backbone) => get(`/api/layers?backbone=${encodeURIComponent(backbone)}`),
  look: (source, x, y, backbone, at) => post("/api/look", { source, x, y, backbone, at }),
  found: (job) => get(`/api/look/${job}`),
  wall: (backbone, layer) => get(`/api/walls?backbone=${encodeURIComponent(backbone)}&layer=${encodeURIComponent(layer)}`),
};

export const picture = (id) => `/api/pictures/${encodeURIComponent(id)}`;
export const filmFrame = (id, at) => `/api/uploads/${id}/frame?at=${at}`;
export const filmStill = (id, at) => `/api/uploads/${id}/still?at=${at}`;
export const preview = (job, number) => `/api/jobs/${job}/preview?number=${number}`;
export const frameOf = (job, number) => `/api/jobs/${job}/frames/${number}`;
export const channelOf = (wall, channel) => `/api/walls/${wall}/${channel}`;
export const originalOf = (id) => `/api/finished/${id}/original`;
export const file = (id) => `/api/finished/${id}/file`;
