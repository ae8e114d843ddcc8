import { z } from "zod";
import { keepProfile } from "../../app/push/keep-profile.ts";
import { recordPushedLook } from "../../app/push/record-pushed-look.ts";
import { receiveRecording } from "../../app/push/receive-recording.ts";
import { readReceived, type ReceivedRun, storeReceived } from "../../app/push/receive-run.ts";
import { refuseUntrueRun } from "../../app/push/refuse-untrue-run.ts";
import { loadWaivers } from "../../app/governance/waivers-in-force.ts";
import { listedRunOf, wholeRun } from "../../app/runs/run-text.ts";
import { Profile } from "../../core/domain/profile.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { problemOf } from "../problem.ts";
import { route } from "../route.ts";

const Body = z.strictObject({
  run: z.unknown().describe("the document of `lockstep check -o run.json`, of spec/schemas"),
  digest: z.string().optional().describe("sha256 of the run as it was sealed where it was made; held against what came"),
  texts: z.array(z.string()).max(50).default([]).describe("texts of the manifests that the run names by digest"),
});
const Stored = z.object({ id: z.string(), fresh: z.boolean().describe("false when it was here already"), ledger: z.object({ sequence: z.number().int(), head: z.string() }).nullable(), url: z.string().describe("where it can be looked at") });

/** Stored as it came; the same again changes nothing. */
const push = route({ method: "post", path: "/api/v1/runs", scope: "push", tag: "push", summary: "Store a run that was made elsewhere", body: Body, result: Stored }, ({ body, principal, world }) => {
  let received: ReceivedRun;
  try {
    received = readReceived(body.run, body.digest ?? null);
  } catch (cause) {
    // In a store it is a fault of ours; here it is what was sent, and sending it again does not help.
    if (cause instanceof LockstepError && cause.code === "LS504") return Response.json(problemOf(cause), { status: 422, headers: { "content-type": "application/problem+json" } });
    throw cause;
  }
  mustMayModel(principal, received.model);
  refuseUntrueRun(received.run, loadWaivers(world.store), world.clock.now());
  const { run, fresh } = storeReceived(world, received, body.texts, principal.name);
  // Also of what is here already: the server may have ended between the two.
  recordPushedLook(world, run, received.model, principal.name);
  return { id: run.id, fresh, ledger: run.ledger, url: `${world.url()}/runs/${encodeURIComponent(run.id)}` };
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
