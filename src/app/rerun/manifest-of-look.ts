import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";

/** The manifest that a look at production was told by: the first of its files. Null where it is gone, or the run does not say. */
export const manifestOfLook = ({ options }: Pick<Run, "options">, cwd: string): string | null => {
  const [first] = Array.isArray(options["manifest"]) ? options["manifest"].map(String) : [];
  const path = first === undefined ? null : resolve(cwd, first.slice(0, first.lastIndexOf(" ")));
  return path !== null && existsSync(path) ? path : null;
};
