import { z } from "zod";
import { type ErrorCode, errorCatalogue } from "../core/errors/error-catalogue.ts";
import type { LockstepError } from "../core/errors/lockstep-error.ts";

/** What every failure answers. */
export const Problem = z.object({
  code: z.string(),
  /** What kind of failure it is. */
  title: z.string(),
  message: z.string(),
  /** Where to look: a field, a parameter. */
  place: z.string().nullable(),
  /** What to do. */
  todo: z.string(),
});
export type Problem = z.infer<typeof Problem>;

export const problemOf = ({ code, message, place, todo }: LockstepError): Problem => ({ code, title: errorCatalogue[code as ErrorCode].title, message, place, todo });
