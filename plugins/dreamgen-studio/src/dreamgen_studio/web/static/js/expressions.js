// Read and write `name(key=value)` and `a + 0.5*b`, as the recipe's text has them.

/** Split at a separator that is outside brackets and quotes. */
function split(text, separator) {
  const parts = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quote) {
      if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if ("([".includes(letter)) depth++;
    else if (")]".includes(letter)) depth--;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
      at = start - 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter(Boolean);
}

function readValue(text) {
  if (/^".*"$|^'.*'$/s.test(text)) return text.slice(1, -1).replaceAll(text[0] + text[0], text[0]);
  if (text.startsWith("[")) return split(text.slice(1, -1), ",").map(readValue);
  if (/^[+-]?(\d|\.\d)[\d.]*(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  // A call, or a formula: left as it is, for without quotes it reads back as what it was.
  return /[(*+]|\s[-/]\s/.test(text) ? { text } : text;
}

/** Read one component; `orders` says, by name, which parameters can be given by place. */
export function readCall(text, orders = {}) {
  const [, use, inside] = /^([^(]*)(?:\((.*)\))?$/s.exec(text.trim()) ?? [null, text, ""];
  const order = orders[use] ?? [];
  const values = {};
  split(inside ?? "", ",").forEach((part, place) => {
    const named = /^([A-Za-z_]\w*)\s*=(?!=)(.*)$/s.exec(part);
    const name = named ? named[1] : (order[place] ?? String(place));
    values[name] = readValue((named ? named[2] : part).trim());
  });
  return { use, values };
}

/** Where a weight ends and its component begins: the last `*` outside brackets; -1 without any. */
function findStar(text) {
  const parts = split(text.replaceAll("**", "\0\0"), "*");
  return parts.length > 1 ? text.length - parts.at(-1).length : -1;
}

/** Read a sum of components, each with its weight: a number, a formula, or the text of a ramp. */
export function readSum(text, orders) {
  const terms = [];
  for (const [index, plus] of split(text, " + ").entries()) {
    split(plus, " - ").forEach((part, place) => {
      const negative = place > 0 || part.startsWith("-");
      const bare = part.replace(/^-\s*/, "");
      const star = findStar(bare);
      const size = star < 0 ? "1" : bare.slice(0, star).trim().replace(/\s*\*$/, "");
      terms.push({ weight: negative ? `-${size}` : size, ...readCall(star < 0 ? bare : bare.slice(star), orders) });
    });
  }
  return terms;
}

export function writeValue(value) {
  if (Array.isArray(value)) return `[${value.map(writeValue).join(", ")}]`;
  if (typeof value === "object" && value !== null) return value.text;
  if (typeof value !== "string") return String(value);
  if (/^[A-Za-z_][\w.]*$/.test(value) && !/^(true|false)$/i.test(value)) return value;
  const mark = value.includes('"') && !value.includes("'") ? "'" : '"';
  return mark + value.replaceAll(mark, mark + mark) + mark;
}

export function writeCall({ use, values }) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const inside = given.map(([name, value]) => `${name}=${writeValue(value)}`).join(", ");
  return inside ? `${use}(${inside})` : use;
}

export function writeSum(terms) {
  return terms
    .map((term, place) => {
      const negative = term.weight.startsWith("-");
      const size = term.weight.replace(/^-/, "");
      const sign = place === 0 ? (negative ? "-" : "") : negative ? " - " : " + ";
      return `${sign}${Number(size) === 1 ? "" : `${size}*`}${writeCall(term)}`;
    })
    .join("");
}
