import type { SelfComparison } from "../../core/domain/run.ts";

/** What each way of asking again found out, as a question. */
export const armWords: Readonly<Record<SelfComparison["arm"], string>> = {
  repeat: "asked again, the same way",
  batch: "alone against in a batch",
  serial: "one at a time against in parallel",
  shuffled: "columns in another order",
  rounded: "inputs rounded to float32",
};
