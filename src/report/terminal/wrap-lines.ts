import { displayWidth, fitCells } from "./display-width.ts";

/** The text broken at spaces into lines of so many cells; a longer word is cut, and a number keeps its percent sign. */
export const wrapLines = (text: string, cells: number): string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ (?!%(?:[^\p{L}\p{N}]|$))/u)) {
    const piece = displayWidth(word) > cells ? fitCells(word, cells).trimEnd() : word;
    const joined = line === "" ? piece : `${line} ${piece}`;
    if (line !== "" && displayWidth(joined) > cells) {
      lines.push(line);
      line = piece;
    } else line = joined;
  }
  return [...lines, line];
};

/** A paragraph that hangs from its label: the first line starts with it, the others are indented as far. */
export const hang = (label: string, text: string, cells: number, labelCells = displayWidth(label)): string[] =>
  wrapLines(text, Math.max(20, cells - labelCells)).map((line, index) => (index === 0 ? label : " ".repeat(labelCells)) + line);
