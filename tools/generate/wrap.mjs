/**
 * Breaks a text into lines of at most `width` characters.
 * @param {string} text
 * @param {{ first: string, rest: string, width?: number }} options what begins the first line, and the others
 */
export function wrap(text, { first, rest, width = 80 }) {
  /** @type {string[]} */
  const lines = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (!empty && columns(line) + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += (empty ? '' : ' ') + word;
    empty = false;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** A tab is worth eight. @param {string} line */
function columns(line) {
  let count = 0;
  for (const character of line) count = character === '\t' ? (count | 7) + 1 : count + 1;
  return count;
}
