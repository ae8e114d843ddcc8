import { z } from "zod";
import { streamEvidence } from "../../app/evidence/stream-evidence.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

const Query = z.strictObject({
  model: z.string().optional().describe("only runs and records of this model; all when left out"),
  from: z.string().optional().describe("runs that started from here on, ISO 8601"),
  to: z.string().optional().describe("runs that started before this, ISO 8601"),
  run: z.string().optional().describe("ids of runs, with commas between"),
});

/** The archive for an auditor, signed with the key that the server was given (`server.evidence`). */
const evidence = route({ method: "get", path: "/api/v1/evidence", scope: "read", tag: "evidence", summary: "One archive for an auditor: runs, ledger, statements, sign-offs, model card; verified with: lockstep verify", query: Query, result: "application/zip" }, async ({ query, principal, world, signal }) => {
  if (principal.models !== null) mustMayModel(principal, query.model ?? null);
  const { name, body } = await streamEvidence(world, { model: query.model ?? null, from: query.from ?? null, to: query.to ?? null, runs: query.run === undefined ? [] : query.run.split(",") }, signal);
  return new Response(body, { headers: { "content-type": "application/zip", "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" } });
});

export const evidenceRoutes = [evidence] as const;
