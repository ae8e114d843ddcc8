import { LockstepError } from "../core/errors/lockstep-error.ts";
import { formatOf, formats } from "../report/formats.ts";

/** Where one `-o` goes and in which format. */
export interface ReportDestination {
  /** As it was typed. */
  readonly typed: string;
  /** Null is stdout. */
  readonly path: string | null;
  readonly format: ReturnType<typeof formatOf>;
}

/** `-` is the run document on stdout, `markdown:-` another format there. */
export const isStdout = (typed: string): boolean => typed === "-" || typed.endsWith(":-");

/** Reads one `-o`: a file in the format of its ending, or stdout. LS102 for what names no format. */
export const reportDestination = (typed: string): ReportDestination => {
  if (!isStdout(typed)) return { typed, path: typed, format: formatOf(typed) };
  const id = typed === "-" ? "json" : typed.slice(0, -2);
  const format = formats.get(id);
  if (format === undefined) throw new LockstepError("LS102", { message: `"${id}" is not one of the formats ${[...formats.keys()].join(", ")}`, place: `-o ${typed}` });
  return { typed, path: null, format };
};
