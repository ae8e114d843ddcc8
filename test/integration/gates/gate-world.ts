import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { newServerWorld } from "../../../src/server/server-world.fixture.ts";

export const noon = Date.parse("2026-10-02T12:00:00.000Z");
const minute = 60_000;

type Over = Partial<Pick<Run, "verdict" | "kind" | "findings">> & { readonly at?: number; readonly version?: string | null; readonly model?: string; readonly environment?: string };

/** A server at a time that a test sets, with runs of credit in production as a test saves them. */
export const newGateWorld = async (options: Parameters<typeof newServerWorld>[0] = {}) => {
  let now = noon;
  let elapsed = 0;
  let runs = 0;
  const server = await newServerWorld({ ...options, clock: { now: () => now, monotonic: () => (elapsed += 1), sleep: () => Promise.resolve() } });
  const save = ({ at = now - minute, version = "8", model = "credit", environment = "production", verdict = "pass", ...over }: Over = {}): string => {
    const id = `run-${(runs += 1)}`;
    const side = (name: string, which: "reference" | "candidate"): Run["environments"]["reference"] => ({ ...minimalRun(id).environments.reference, name, side: which, model, version });
    const decision: Run["decision"] = verdict === "pass" ? { action: "proceed", reason: "r", exitCode: 0 } : verdict === "warn" ? { action: "proceed-with-mitigation", reason: "r", exitCode: 0 } : verdict === "fail" ? { action: "roll-back", reason: "r", exitCode: 1 } : { action: "pause", reason: "r", exitCode: 3 };
    server.world.store.save(minimalRun(id, { startedAt: new Date(at).toISOString(), finishedAt: new Date(at + 1000).toISOString(), verdict, decision, headline: `${id} is ${verdict}.`, environments: { reference: side("staging", "reference"), candidate: side(environment, "candidate") }, ...over }), "test");
    return id;
  };
  const gate = server.token("gate");
  const argo = async (query = "", headers: Readonly<Record<string, string>> = gate) => {
    const response = await server.fetch(`/gates/argo/credit/production${query}`, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const flagger = async (hook: string, { checksum = "abc", metadata = {}, ...rest }: { readonly checksum?: string; readonly metadata?: Readonly<Record<string, string>> | null; readonly name?: string } = {}) => {
    const response = await server.fetch(`/gates/flagger/${hook}`, { method: "POST", headers: { ...gate, "content-type": "application/json" }, body: JSON.stringify({ name: "credit", namespace: "models", phase: "Progressing", checksum, metadata, ...rest }) });
    return { status: response.status, text: await response.text() };
  };
  return { ...server, save, argo, flagger, gate, later: (minutes: number): void => { now += minutes * minute; } };
};
