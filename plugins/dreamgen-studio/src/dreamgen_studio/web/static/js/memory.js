// What the browser remembers; in a frame of another site it may refuse to, and then nothing is.

export const memory = { local: find("localStorage"), session: find("sessionStorage") };

function find(name) {
  try {
    return window[name];
  } catch {
    return {};
  }
}
