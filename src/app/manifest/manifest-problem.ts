import { relative } from "node:path";
import type { ErrorCode } from "../../core/errors/error-catalogue.ts";
import type { Place } from "./placed.ts";

/** One mistake of a manifest. Read alone it is enough to mend the file. */
export interface ManifestProblem {
  readonly code: ErrorCode;
  /** What is wrong, with the names and values of the case. */
  readonly message: string;
  readonly place: Place;
  readonly todo: string;
  /** The value at the place is a secret: the excerpt hides it. */
  readonly secret?: boolean;
}

/** `lockstep.yaml:3:7`, the path as seen from `cwd`. */
export const placeText = ({ file, line, column }: Place, cwd: string): string => `${relative(cwd, file) || file}:${line}:${column}`;
