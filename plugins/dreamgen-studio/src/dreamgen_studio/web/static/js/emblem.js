// What stands for a preset that has no picture: rings of patches, drawn from its name, the same each time.

const SVG = "http://www.w3.org/2000/svg";
const COLUMNS = 12;
const ROWS = 9;

export function emblem(name) {
  const seed = [...name].reduce((sum, letter) => (31 * sum + letter.codePointAt(0)) >>> 0, 7);
  const [x, y] = [COLUMNS * (0.35 + 0.3 * part(seed, 1)), ROWS * (0.35 + 0.3 * part(seed, 2))];
  const [rings, turn] = [1.1 + 0.9 * part(seed, 3), 6.3 * part(seed, 4)];
  const drawing = node("svg", { viewBox: `0 0 ${COLUMNS} ${ROWS}`, "aria-hidden": "true", class: "blank emblem" });
  for (let place = 0; place < COLUMNS * ROWS; place++) {
    const [column, row] = [place % COLUMNS, Math.floor(place / COLUMNS)];
    const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
    const light = 0.5 + 0.5 * Math.cos(rings * distance + turn) * Math.exp(-distance / 9);
    drawing.append(node("rect", { x: column + 0.07, y: row + 0.07, width: 0.86, height: 0.86, rx: 0.16, opacity: (0.08 + 0.85 * light ** 2).toFixed(2) }));
  }
  return drawing;
}

/** A number from 0 to 1 out of a seed. */
const part = (seed, which) => ((seed * (2 * which + 1) * 2654435761) >>> 8) / 2 ** 24 % 1;

function node(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
