import { z } from "zod";
import { Waiver } from "../domain/waiver.ts";

const End = z.object({ waiver: z.string(), ended: Waiver.shape.ended.unwrap() });

/** What is entered of waivers: one that was given, or the end of one before its time. */
export const WaiverRecord = z.union([End, Waiver]);

/** Every waiver that was given, in the order of its entry, each with its end where somebody ended it before its time. */
export const withEnds = (entered: readonly z.infer<typeof WaiverRecord>[]): Waiver[] => {
  const ends = new Map(entered.flatMap((each) => ("waiver" in each ? [[each.waiver, each.ended] as const] : [])));
  return entered.flatMap((each) => {
    if ("waiver" in each) return [];
    // Only its own entry ends it.
    const { ended: _, ...waiver } = each;
    const ended = ends.get(waiver.id);
    return [ended === undefined ? waiver : { ...waiver, ended }];
  });
};
