import { z } from "zod";
import { nothingVerified, type VerifiedLedger, verifyBitByBit } from "../../app/runs/verify-bit-by-bit.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import { LedgerEntry, LedgerKind } from "../../core/domain/ledger-entry.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { entryWords } from "../../core/ledger/entry-words.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { keptPage } from "../kept-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { pauses } from "../../app/serve/pauses.ts";
import { route } from "../route.ts";

const ToldEntry = LedgerEntry.extend({ words: z.string().describe("what happened, in one line") });

const told = ({ catalogue }: ServerWorld, entry: LedgerEntry): z.infer<typeof ToldEntry> => {
  const run = entry.kind === "run" ? catalogue.run(entry.subject) : null;
  // An entry tells what was entered: a run as it was judged.
  const payload = entry.kind === "run" ? run && { ...run, verdict: run.judged } : catalogue.record(entry.kind, entry.subject);
  return { ...entry, words: entryWords(entry, payload as CanonicalValue) };
};

const entries = route({ method: "get", path: "/api/v1/ledger", scope: "read", tag: "ledger", summary: "Entries of the ledger, newest first", query: z.strictObject({ ...pageQuery, kind: LedgerKind.optional(), order: z.enum(["newest-first", "oldest-first"]).default("newest-first") }), result: pageOf(ToldEntry) }, ({ query, principal, world, request }) => {
  mustMayModel(principal, null);
  return keptPage({ world, principal, request }, null, () => {
    const page = world.catalogue.ledger({ limit: query.limit, after: query.after ?? null, kind: query.kind ?? null, newestFirst: query.order === "newest-first" });
    return { ...page, items: page.items.map((entry) => told(world, entry)) };
  });
});

const head = route({ method: "get", path: "/api/v1/ledger/head", scope: "read", tag: "ledger", summary: "The ledger's last entry; its hash seals all before it", result: LedgerEntry.nullable() }, ({ world, principal }) => {
  mustMayModel(principal, null);
  const last = world.catalogue.head();
  return Response.json(last);
});

const known = new WeakMap<ServerWorld, VerifiedLedger>();

const Verified = z.object({ ok: z.boolean(), entries: z.number().int(), head: z.string(), problem: z.object({ sequence: z.number().int(), what: z.string() }).nullable(), full: z.boolean() });

/** What was found sound stays so unless somebody changes the file, which the full way finds: it begins anew. */
const verify = route({ method: "get", path: "/api/v1/ledger/verify", scope: "read", tag: "ledger", summary: "Whether the ledger and all it sealed are what they were: what is new since it was last asked, or all of it", query: z.strictObject({ full: z.stringbool().default(false).describe("from the first entry, and whether anything is there that was never entered") }), result: Verified }, async ({ query: { full }, principal, world, signal }) => {
  mustMayModel(principal, null);
  const found = await verifyBitByBit(world.catalogue, full ? nothingVerified : (known.get(world) ?? nothingVerified), pauses(world.clock, signal), full);
  if (found.ok) known.set(world, found);
  return { ...found, full };
});

export const ledgerRoutes = [entries, head, verify] as const;
