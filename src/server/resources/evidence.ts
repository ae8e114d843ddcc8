import { z } from "zod";
import { AuditorAnswers } from "../../app/evidence/auditor-answers.ts";
import { answersOf } from "../../app/evidence/evidence-command.ts";
import { streamEvidence } from "../../app/evidence/stream-evidence.ts";
import type { EvidenceScope } from "../../core/evidence/evidence-manifest.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

const Query = z.strictObject({
  model: z.string().optional().describe("only runs and records of this model; all when left out"),
  from: z.string().optional().describe("runs that started from here on, ISO 8601"),
  to: z.string().optional().describe("runs that started before this, ISO 8601"),
  run: z.string().optional().describe("ids of runs, with commas between"),
});

const scopeOf = ({ model, from, to, run }: z.infer<typeof Query>): EvidenceScope => ({ model: model ?? null, from: from ?? null, to: to ?? null, runs: run === undefined ? [] : run.split(",") });

/** The archive for an auditor, signed with the key that the server was given (`server.evidence`). */
const evidence = route({ method: "get", path: "/api/v1/evidence", scope: "read", tag: "evidence", summary: "One archive for an auditor: runs, ledger, statements, sign-offs, model card; verified with: lockstep verify", query: Query, result: "application/zip" }, async ({ query, principal, world, signal }) => {
  if (principal.models !== null) mustMayModel(principal, query.model ?? null);
  const { name, body } = await streamEvidence(world, scopeOf(query), signal);
  return new Response(body, { headers: { "content-type": "application/zip", "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" } });
});

const answers = route({ method: "get", path: "/api/v1/evidence/answers", scope: "read", tag: "evidence", summary: "What an auditor asks, answered as the page of an archive of the same scope answers it; whether the server signs archives", query: Query, result: AuditorAnswers.extend({ signs: z.boolean() }) }, async ({ query, principal, world }) => {
  if (principal.models !== null) mustMayModel(principal, query.model ?? null);
  return { ...(await answersOf(world, scopeOf(query))), signs: world.loaded?.manifest.server?.evidence !== undefined };
});

export const evidenceRoutes = [evidence, answers] as const;
