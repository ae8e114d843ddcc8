import { rmSync } from "node:fs";
import { join } from "node:path";
import type { PruningRecord } from "../../core/evidence/retired-in.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { DeliveryStore } from "../../ports/delivery-store.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { loadIncidents } from "../incident/load-incidents.ts";
import { loadHolds } from "./holds.ts";
import { pruneEvents } from "./prune-events.ts";
import { storeCopies } from "./store-copies.ts";

const dayMs = 864e5;

/** What retention took, or would take, of what lies beside the documents. */
export interface Pruned {
  readonly pruned: PruningRecord["pruned"];
  readonly files: readonly string[];
  /** Subject of the ledger's entry; null in a dry run, and where nothing was taken. */
  readonly entry: string | null;
}

/**
 * Takes away what is older than agreed and is no document of a run: files of received events, alerts that were settled about incidents that are over, and copies of an older store's file that
 * were made more than 30 days ago; with one entry that counts them. What a hold in force keeps stays; of alerts, all of its
 * model.
 */
export const pruneBeside = (
  { store, deliveries, folder, keepMs, now, actor }: { readonly store: RunStore; readonly deliveries: Pick<DeliveryStore, "prune">; readonly folder: string; readonly keepMs: number; readonly now: number; readonly actor: string },
  { dryRun }: { readonly dryRun: boolean },
): Pruned => {
  const held = loadHolds(store).filter(({ status }) => status === "in-force").map(({ model }) => model);
  const standing = loadIncidents(store).filter(({ status }) => status !== "closed").map(({ id }) => id);
  const alerts = deliveries.prune({ before: now - keepMs, standing, held, dryRun });
  const events = pruneEvents({ store, folder, keepMs, now }, { dryRun });
  const copies = storeCopies(folder).filter(({ until }) => until <= now).map(({ file }) => file);
  if (!dryRun) for (const file of copies) rmSync(join(folder, file), { force: true });
  const pruned = { events: events.length, spans: 0, alerts, copies: copies.length };
  return { pruned, files: [...events, ...copies], entry: dryRun ? null : enterPruned(store, { pruned, files: [...events, ...copies], keepMs, now, actor }) };
};

/** The entry of what was taken; null, and none, where nothing was. */
export const enterPruned = (store: Pick<RunStore, "enter">, { pruned, files, keepMs, now, actor }: { readonly pruned: PruningRecord["pruned"]; readonly files: readonly string[]; readonly keepMs: number; readonly now: number; readonly actor: string }): string | null => {
  if (Object.values(pruned).every((count) => count === 0)) return null;
  const keep = `${Math.floor(keepMs / dayMs)}d`;
  const payload: PruningRecord = { pruned, files: [...files], keep, reason: `older than ${keep}${pruned.copies === 0 ? "" : "; copies of an older store go after 30d"}` };
  const subject = `RET-${new Date(now).toISOString().slice(0, 23).replaceAll(/[-:.]/g, "")}-beside`;
  store.enter({ kind: "retention", subject, payload: payload as unknown as CanonicalValue }, actor);
  return subject;
};
