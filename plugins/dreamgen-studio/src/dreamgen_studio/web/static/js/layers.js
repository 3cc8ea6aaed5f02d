// The layers of the network that the recipe names: asked for once, known to every part.

import { api } from "./api.js";
import { backbone, emit, on, state } from "./state.js";

on("described", look);

const asked = new Set();

async function look() {
  const name = backbone();
  if (state.layers[name] || asked.has(name)) return;
  asked.add(name);
  emit("layers");
  try {
    for (let tries = 0; tries < 120; tries++) {
      const { layers } = await api.layers(name);
      if (layers) {
        state.layers[name] = layers;
        return emit("layers");
      }
      await new Promise((later) => setTimeout(later, 500));
    }
  } catch {
    // The recipe's own problem says what is wrong with the name.
  } finally {
    asked.delete(name);
  }
}
