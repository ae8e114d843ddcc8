/** What changed between two documents, a line for each value: `budgets.latencyMs.0.99: 200 -> 250`. */
export const termsDifference = (before: unknown, after: unknown, path = ""): string[] => {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => termsDifference(before[key], after[key], path === "" ? key : `${path}.${key}`));
  }
  const [was, is] = [told(before), told(after)];
  return was === is ? [] : [`${path === "" ? "the whole" : path}: ${was} -> ${is}`];
};

const isBranch = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
const told = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));
