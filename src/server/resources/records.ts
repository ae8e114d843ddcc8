import { z } from "zod";
import { LedgerEntry, LedgerKind } from "../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

/** All but runs, which have an address of their own. */
const RecordKind = LedgerKind.exclude(["run"]);
const Entered = LedgerEntry.extend({ payload: z.unknown().describe("as it was entered; its canonical JSON has the digest payloadDigest") });
/** A record may be about anything, so whoever may see some models only sees none of them here. */
const unlimited = null;

const records = route({ method: "get", path: "/api/v1/records/{kind}", scope: "read", tag: "ledger", summary: "Baselines, sign-offs, gates' answers, agreements, calendars and all else that was entered, as it was entered, newest first", params: z.strictObject({ kind: RecordKind }), query: z.strictObject(pageQuery), result: pageOf(Entered) }, ({ params: { kind }, query: { limit, after = null }, principal, world }) => {
  mustMayModel(principal, unlimited);
  const page = world.catalogue.ledger({ limit, after, kind, newestFirst: true });
  return { ...page, items: page.items.map((entry) => ({ ...entry, payload: world.catalogue.record(kind, entry.subject) })) };
});

const text = route({ method: "get", path: "/api/v1/texts/{digest}", scope: "read", tag: "ledger", summary: "A manifest as it was, by the digest that runs name it by", params: z.strictObject({ digest: z.string().regex(/^(sha256:)?[0-9a-f]{64}$/) }), result: "text/plain" }, ({ params: { digest }, principal, world }) => {
  mustMayModel(principal, unlimited);
  const found = world.store.text(digest.replace("sha256:", ""));
  if (found === null) throw new LockstepError("LS706", { message: `no text was kept as ${digest}`, place: "digest" });
  return new Response(found, { headers: { "content-type": "text/plain; charset=utf-8" } });
});

export const recordRoutes = [records, text] as const;
