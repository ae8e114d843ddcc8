import { z } from "zod";

/** A two-sided interval unless one end is null; `level` is its coverage and `method` names how it was made. */
export const Interval = z.object({
  low: z.number().nullable(),
  high: z.number().nullable(),
  level: z.number(),
  method: z.string(),
});
export type Interval = z.infer<typeof Interval>;
