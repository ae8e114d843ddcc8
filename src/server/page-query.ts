import { z } from "zod";

/** What every list is asked with: `after` is the `next` of the page before. */
export const pageQuery = {
  after: z.string().max(1_000).optional().describe("the `next` of the page before"),
  limit: z.coerce.number().int().min(1).max(500).default(50).describe("1 to 500"),
} as const;

/** What every list answers. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() });
