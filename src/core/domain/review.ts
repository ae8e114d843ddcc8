import { z } from "zod";

/** Something that is looked at again and again: dependencies, hardware, hypotheses, the policy. Who does it goes round. */
export const Review = z.object({
  name: z.string(),
  what: z.string(),
  everyDays: z.number().int().min(1),
  people: z.array(z.string()).min(1),
  dueAt: z.string(),
  /** Whose turn it is. */
  reviewer: z.string(),
  overdue: z.boolean(),
  last: z.object({ at: z.string(), by: z.string(), note: z.string() }).nullable(),
});
export type Review = z.infer<typeof Review>;
