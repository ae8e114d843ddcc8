import { ofSegment } from "./address-segment.ts";

/** The parameters of a path that fits a pattern (`/runs/{id}`), decoded; null when it does not fit. */
export const matchPage = (pattern: string, path: string): Readonly<Record<string, string>> | null => {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, piece] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    const value = given[at] ?? "";
    if (name === undefined ? piece !== value : value === "") return null;
    try {
      if (name !== undefined) params[name] = ofSegment(decodeURIComponent(value));
    } catch {
      return null;
    }
  }
  return params;
};
