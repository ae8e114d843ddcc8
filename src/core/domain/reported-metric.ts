import { z } from "zod";

/** A metric as an environment reports it, beside what its own recording gives. */
export const ReportedMetric = z.object({
  environment: z.string(),
  metric: z.string(),
  reported: z.number(),
  /** By the definition it was reported under (or the usual one); null when it cannot be computed from the recording. */
  recomputed: z.number().nullable(),
  /** The definition under which the recording does give the reported number, in words; null when none does. */
  agreesAs: z.string().nullable(),
  n: z.number().int().nonnegative(),
});
export type ReportedMetric = z.infer<typeof ReportedMetric>;
