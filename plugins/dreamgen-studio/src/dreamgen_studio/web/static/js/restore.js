// Bring a finished dream's recipe back into the controls.

import { api } from "./api.js";
import { toast } from "./dom.js";
import { ask, state } from "./state.js";

export async function restore(id, name) {
  const found = await api.requestOf(id);
  const source = found.source ?? state.request.source;
  ask({ ...found, source });
  toast(found.source ? `${name}: its recipe is back` : `${name}: its recipe is back; its source is not here, so the one chosen stays`);
}
