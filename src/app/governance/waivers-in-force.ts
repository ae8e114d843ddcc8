import type { Waiver } from "../../core/domain/waiver.ts";
import { inForce, isFor } from "../../core/governance/apply-waivers.ts";
import { WaiverRecord, withEnds } from "../../core/governance/with-ends.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredRecords } from "../entries/entered-records.ts";

/** Every waiver that was ever given, oldest first, each with its end where somebody ended it before its time. */
export const loadWaivers = (store: Pick<RunStore, "records">): Waiver[] => withEnds(enteredRecords(store, "waiver", WaiverRecord));

/** The waivers that hold for a model in an environment at a moment (ISO 8601). None for a run that names no model. */
export const waiversInForce = (store: Pick<RunStore, "records">, { at, ...about }: { readonly model: string | null; readonly environment: string; readonly at: string }): Waiver[] =>
  about.model === null ? [] : loadWaivers(store).filter((waiver) => isFor(waiver, about) && inForce(waiver, at));
