import { createHash } from "node:crypto";
import { z } from "zod";
import { loadViewer } from "../../app/load-viewer.ts";
import { listedRunOf, runText, wholeRun } from "../../app/runs/run-text.ts";
import { toolVersion } from "../../app/tool-version.ts";
import { Run } from "../../core/domain/run.ts";
import { Severity, Verdict } from "../../core/domain/verdict.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { formats } from "../../report/formats.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { answerOf, keptAnswer } from "../kept-answer.ts";
import { keptPage, ofRuns } from "../kept-page.ts";
import { ListedFinding, ListedRun, moment, RunKind } from "../listed-shapes.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject({
  ...pageQuery, model: z.string().optional(), environment: z.string().optional().describe("the candidate's name: where the model runs that is judged"), verdict: Verdict.optional(), kind: RunKind.optional(),
  words: z.string().max(500).optional().describe("words that stand in its headline, model, version, revision, sources, options or id, or begin one of them"),
  from: moment("started from here on, ISO 8601"), to: moment("started before this, ISO 8601"),
});
const Id = z.object({ id: z.string().max(200) });

const runs = route({ method: "get", path: "/api/v1/runs", scope: "read", tag: "runs", summary: "Runs, newest first", query: Query, result: pageOf(ListedRun) }, ({ query: { limit, after, model, environment, verdict, kind, words, from, to }, principal, world, request }) => {
  if (model !== undefined) mustMayModel(principal, model);
  return keptPage({ world, principal, request }, ofRuns, () => world.catalogue.runs({ limit, after: after ?? null, model: model ?? null, environment: environment ?? null, verdict: verdict ?? null, kind: kind ?? null, words: words ?? null, from: from ?? null, to: to ?? null, models: principal.models }));
});

const run = route({ method: "get", path: "/api/v1/runs/{id}", scope: "read", tag: "runs", summary: "One run, whole; its id may be shortened as long as it is the only one", params: Id, query: z.strictObject({ shown: z.stringbool().default(false).describe("cut to what a page can hold, as the HTML report shows it") }), result: Run }, async ({ params, query, principal, world, request }) => {
  const { id, model } = listedRunOf(world, params.id);
  mustMayModel(principal, model);
  // It never changes, as long as the same Lockstep tells it.
  return answerOf(keptAnswer(await runText(world, id, query.shown), `${id}-${query.shown ? "shown" : "whole"}-${toolVersion()}`), request);
});

const findings = route({ method: "get", path: "/api/v1/runs/{id}/findings", scope: "read", tag: "runs", summary: "The findings of one run, in its order", params: Id, query: z.strictObject({ ...pageQuery, check: z.string().optional(), verdict: Verdict.optional(), severity: Severity.optional() }), result: pageOf(ListedFinding) }, ({ params, query, principal, world, request }) => {
  const { id, model } = listedRunOf(world, params.id);
  mustMayModel(principal, model);
  return keptPage({ world, principal, request }, ofRuns, () => world.catalogue.findings({ run: id, limit: query.limit, after: query.after ?? null, check: query.check ?? null, verdict: query.verdict ?? null, severity: query.severity ?? null }));
});

/** Media types by format; what is not here is plain text. */
const mediaTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8", sarif: "application/sarif+json", codequality: "application/json", json: "application/json", junit: "application/xml", markdown: "text/markdown; charset=utf-8", metrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/** A report runs nothing but its own script, which the policy names by its digest; sandboxed, so that it is of no origin and can ask this server for nothing. */
const pagePolicy = (page: string): string => {
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => `'sha256-${createHash("sha256").update(script ?? "").digest("base64")}'`);
  return `sandbox allow-scripts allow-popups; default-src 'none'; script-src ${scripts.join(" ")}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;
};

const report = route({ method: "get", path: "/api/v1/runs/{id}/report.{format}", scope: "read", tag: "runs", summary: `A report of one run: ${[...formats.keys()].join(", ")}`, params: Id.extend({ format: z.string().transform((format) => format.replace(/^report\./, "")) }), result: "text/plain" }, async ({ params, principal, world }) => {
  const format = formats.get(params.format);
  if (format === undefined) throw new LockstepError("LS706", { message: `there is no report format ${params.format.slice(0, 40)}`, place: "format", todo: `There are: ${[...formats.keys()].join(", ")}.` });
  const { id, model } = listedRunOf(world, params.id);
  mustMayModel(principal, model);
  const text = await (await format.load())(wholeRun(world, id), { loadViewer });
  return new Response(text, { headers: { "content-type": mediaTypes[format.id] ?? "text/plain; charset=utf-8", ...(format.id === "html" ? { "content-security-policy": pagePolicy(text) } : {}) } });
});

export const runRoutes = [runs, run, findings, report] as const;
