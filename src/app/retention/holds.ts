import type { Hold } from "../../core/domain/hold.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** All holds of a store, oldest first. */
export const loadHolds = (_store: RunStore): readonly Hold[] => [];

/** Who acts, and when (milliseconds since the epoch). */
export interface HoldAct {
  readonly by: string;
  readonly now: number;
}

/** What a new hold keeps. */
export type NewHold = Pick<Hold, "model" | "from" | "to" | "reason">;

/** Places a hold. LS732 for a period that ends before it begins, or no reason. */
export const placeHold = (_store: RunStore, _hold: NewHold, _act: HoldAct): Hold => {
  throw new Error("not yet");
};

/** Releases a hold: with an approved request, or where the policy lets one person. LS733 for no such hold, LS731 where it is released already, LS730 without either. */
export const releaseHold = (_store: RunStore, _id: string, _release: { readonly request: string | null; readonly note: string | null; readonly singlePerson: boolean }, _act: HoldAct): Hold => {
  throw new Error("not yet");
};
