/** A line of a difference: as it was, taken out, or put in. */
export interface DifferenceLine {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

/* Beyond this every line of the one is told as gone and every line of the other as new: quadratic work in somebody's browser is no service. */
const mostCells = 4_000_000;

/** What changed from one text to another, line by line: the longest common part stays. */
export const lineDifference = (before: string, after: string): DifferenceLine[] => {
  const a = before === "" ? [] : before.split("\n");
  const b = after === "" ? [] : after.split("\n");
  const gone = (lines: readonly string[]): DifferenceLine[] => lines.map((text) => ({ kind: "gone", text }));
  const fresh = (lines: readonly string[]): DifferenceLine[] => lines.map((text) => ({ kind: "new", text }));
  if (a.length * b.length > mostCells) return [...gone(a), ...fresh(b)];
  const width = b.length + 1;
  // Length of the longest common part of what follows a[i] and b[j].
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) for (let j = b.length - 1; j >= 0; j -= 1) longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DifferenceLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i++] ?? "" });
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push({ kind: "gone", text: a[i++] ?? "" });
    else lines.push({ kind: "new", text: b[j++] ?? "" });
  }
  return [...lines, ...gone(a.slice(i)), ...fresh(b.slice(j))];
};
