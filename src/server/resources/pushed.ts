import { z } from "zod";
import { keepProfile } from "../../app/push/keep-profile.ts";
import { incidentPolicyOf } from "../../app/incident/incident-policy-of.ts";
import { recordLook } from "../../app/incident/record-look.ts";
import { PushedBody } from "../../app/push/pushed-body.ts";
import { receiveRecording } from "../../app/push/receive-recording.ts";
import { listedRunOf, wholeRun } from "../../app/runs/run-text.ts";
import { Profile } from "../../core/domain/profile.ts";
import { mustMayModel, notForModel } from "../access/must-may-model.ts";
import { pushKeys } from "../../app/push/push-keys.ts";
import { problemOf } from "../problem.ts";
import { route } from "../route.ts";

const Stored = z.object({ id: z.string(), fresh: z.boolean().describe("false when it was here already"), ledger: z.object({ sequence: z.number().int(), head: z.string() }).nullable(), url: z.string().describe("where it can be looked at") });

/** Stored as it came; the same again changes nothing. Read and stored beside the thread that answers, so that nobody waits for a large one. */
const push = route({ method: "post", path: "/api/v1/runs", scope: "push", tag: "push", summary: "Store a run that was made elsewhere", body: PushedBody, reads: "bytes", result: Stored }, async ({ bytes, principal, world }) => {
  const receipt = await world.receiving.receive(bytes, { name: principal.name, models: principal.models, now: world.clock.now(), keys: await pushKeys(world.loaded) });
  if (receipt.kind === "newer") return Response.json(problemOf(receipt.error), { status: 422, headers: { "content-type": "application/problem+json" } });
  if (receipt.kind === "of another model") throw notForModel(principal, receipt.model);
  const { id, fresh, ledger, look } = receipt;
  // Also of what is here already: the server may have ended between the two.
  if (look !== null) recordLook(world.store, look, incidentPolicyOf({ watch: world.loaded?.manifest.watch }), principal.name);
  return { id, fresh, ledger, url: `${world.url()}/runs/${encodeURIComponent(id)}` };
});

const recording = route({
  method: "post", path: "/api/v1/runs/{id}/recordings", scope: "push", tag: "push", summary: "Keep the recording of one side of a run: what was asked and answered, row by row (Parquet)", params: z.object({ id: z.string() }),
  query: z.strictObject({ side: z.enum(["reference", "candidate"]) }), reads: "raw", result: z.object({ digest: z.string(), bytes: z.number().int() }),
}, async ({ params, query, request, principal, world }) => {
  const { id, model } = listedRunOf(world, params.id);
  mustMayModel(principal, model);
  return receiveRecording(world.folder, wholeRun(world, id), query.side, new Uint8Array(await request.arrayBuffer()));
});

/** A profile names no model, so it takes a token that is for all of them. */
const profile = route({ method: "post", path: "/api/v1/profiles", scope: "push", tag: "push", summary: "Keep a profile: counts of a part of a log, without its rows", body: z.strictObject({ source: z.string().regex(/^[0-9a-f]{64}$/).describe("sha256 of what was counted"), profile: Profile }), result: z.object({ source: z.string(), spec: z.string() }) }, async ({ body, principal, world }) => {
  mustMayModel(principal, null);
  await keepProfile(world.folder, body.source, body.profile);
  return { source: body.source, spec: body.profile.specDigest };
});

export const pushRoutes = [push, recording, profile] as const;
