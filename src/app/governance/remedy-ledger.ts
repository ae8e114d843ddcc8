import { z } from "zod";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { enteredRecords } from "../entries/entered-records.ts";
import { nextNumber } from "../entries/record-number.ts";
import { untilEntered } from "../entries/until-entered.ts";

const Started = z.object({
  kind: z.literal("started"), id: z.string(), at: z.string(), incident: z.string(), remedy: z.string(), by: z.string(),
  /** The approved request; null where policy does it by itself. */
  request: z.string().nullable(),
  /** Tells two processes apart that start the same at the same moment. */
  holder: z.string(),
});
const Finished = z.object({ kind: z.literal("finished"), id: z.string(), at: z.string(), done: z.boolean(), outcome: z.string() });
const Entered = z.discriminatedUnion("kind", [Started, Finished]);

/** A remedy that was begun. `outcome` is null while it runs, and for ever where its process died. */
export interface RemedyUse extends Omit<z.infer<typeof Started>, "kind"> {
  readonly done: boolean;
  readonly outcome: string | null;
}

/** Every remedy that was ever begun, oldest first. */
export const loadRemedyUses = (store: Pick<RunStore, "records">): RemedyUse[] => {
  const uses = new Map<string, RemedyUse>();
  for (const event of enteredRecords(store, "remedy", Entered)) {
    if (event.kind === "started") uses.set(event.id, { ...event, done: false, outcome: null });
    const begun = uses.get(event.id);
    if (event.kind === "finished" && begun !== undefined) uses.set(event.id, { ...begun, done: event.done, outcome: event.outcome });
  }
  return [...uses.values()];
};

/**
 * Enters that a remedy begins, before it does: what a crash cut short counts like any other. `allowed` says whether it may, of all that were begun until then, and throws
 * where it may not; it is asked again where another process was faster.
 */
export const beginRemedy = (store: RunStore, use: Omit<RemedyUse, "id" | "done" | "outcome">, allowed: (uses: readonly RemedyUse[]) => void): string =>
  untilEntered("remedies", () => {
    const uses = loadRemedyUses(store);
    allowed(uses);
    const id = nextNumber("RMD", uses.map((each) => each.id), use.at);
    return enterUnlessTaken(store, { kind: "remedy", subject: `${id}/1`, payload: { kind: "started", id, ...use } as CanonicalValue }, use.by) ? id : undefined;
  });

/** Enters what came of it. */
export const endRemedy = (store: RunStore, { id, at, done, outcome }: { readonly id: string; readonly at: string; readonly done: boolean; readonly outcome: string }, by: string): void => {
  enterUnlessTaken(store, { kind: "remedy", subject: `${id}/2`, payload: { kind: "finished", id, at, done, outcome } }, by);
};
