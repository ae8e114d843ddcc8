import { z } from "zod";

/** The recognisable shapes a disagreement can have; each points at other suspects. */
export const PatternCode = z.enum([
  "ULP", "MANT", "JUMP", "CONST", "RATIO", "SUBSET", "PERM", "FLAT", "SHRINK",
  "RAND", "BATCH", "CONC", "REPL", "LAG", "NAN", "SLOW", "THRESH", "FAIL", "MODEL",
]);
export type PatternCode = z.infer<typeof PatternCode>;

/** A pattern found in one output (or in all of them), with the numbers that show it and where to look first. */
export const Pattern = z.object({
  code: PatternCode,
  /** The output it was seen in; null when it is about the environment as a whole. */
  output: z.string().nullable(),
  /** Which rows, in words a reader can check, when it is about some of them. */
  rows: z.string().nullable(),
  /** One sentence: what was seen. */
  statement: z.string(),
  /** 0..1: how much of the disagreement this pattern accounts for. */
  explains: z.number().min(0).max(1),
  evidence: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  suspects: z.array(z.object({ cause: z.string(), why: z.string(), check: z.string() })),
});
export type Pattern = z.infer<typeof Pattern>;
