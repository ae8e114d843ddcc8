import { z } from "zod";
import { Waiver } from "../../core/domain/waiver.ts";
import { inForce } from "../../core/governance/apply-waivers.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredRecords } from "../entries/entered-records.ts";

const End = z.object({ waiver: z.string(), ended: Waiver.shape.ended.unwrap() });

/** Every waiver that was ever given, oldest first, each with its end where somebody ended it before its time. */
export const loadWaivers = (store: Pick<RunStore, "records">): Waiver[] => {
  const entered = enteredRecords(store, "waiver", z.union([End, Waiver]));
  const ends = new Map(entered.flatMap((each) => ("waiver" in each ? [[each.waiver, each.ended] as const] : [])));
  return entered.flatMap((each) => {
    if ("waiver" in each) return [];
    // Only its own entry ends it.
    const { ended: _, ...waiver } = each;
    const ended = ends.get(waiver.id);
    return [ended === undefined ? waiver : { ...waiver, ended }];
  });
};

/** Whether a waiver is for a model in an environment, in force or not. */
export const isFor = (waiver: Waiver, { model, environment }: { readonly model: string | null; readonly environment: string }): boolean =>
  model !== null && waiver.model === model && (waiver.environment === null || waiver.environment === environment);

/** The waivers that hold for a model in an environment at a moment (ISO 8601). None for a run that names no model. */
export const waiversInForce = (store: Pick<RunStore, "records">, { at, ...about }: { readonly model: string | null; readonly environment: string; readonly at: string }): Waiver[] =>
  about.model === null ? [] : loadWaivers(store).filter((waiver) => isFor(waiver, about) && inForce(waiver, at));
