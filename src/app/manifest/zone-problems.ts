import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import type { ValuePath } from "./placed.ts";
import { textAt } from "./value-at.ts";

/** A time zone that is none (LS250); nothing where no zone stands at the path. */
export const zoneProblems = ({ tree }: Pick<CheckedManifest, "tree">, path: ValuePath): ManifestProblem[] => {
  const zone = textAt(tree, path);
  if (zone === undefined || isZone(zone)) return [];
  const meant = nearest(zone, Intl.supportedValuesOf("timeZone"));
  return [problemAt(tree, path, "LS250", `${zone} is no time zone`, meant === undefined ? "Write an IANA name such as Europe/Berlin, or UTC." : `Did you mean ${meant}?`)];
};

const isZone = (zone: string): boolean => {
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};
