import { afterAll, beforeAll, expect, test } from "vitest";
import { askRequest } from "../../app/governance/ask-request.ts";
import { recordLook } from "../../app/incident/record-look.ts";
import { lookOf } from "../../core/incident/incident.fixture.ts";
import { defaultIncidentPolicy } from "../../core/incident/incident-policy.ts";
import { scopes } from "../../core/domain/access.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { routes } from "../routes.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

/** Stands in everything that belongs to the model that the token is not for. */
const mark = "hidden-7c1f";
let server: TestServer;
let incident = "";

beforeAll(async () => {
  server = await newServerWorld({ manifest: `version: 1\nmodels: {credit: {}, fraud: {}}\n` });
  const { store } = server.world;
  for (const model of ["credit", "fraud"]) {
    const said = model === "credit" ? mark : "seen";
    const run = minimalRun(`${said}-run`, { findings: [minimalFinding({ verdict: "fail", statement: said, id: `parity.score:${said}` })], verdict: "fail", headline: said, decision: { action: "pause", reason: said, exitCode: 1 }, codeRevision: said });
    store.save({ ...run, environments: { ...run.environments, candidate: { ...run.environments.candidate, model, version: said, name: said } } }, "ci");
    askRequest(store, null, { subject: { kind: "waiver", model, environment: null, finding: `parity.score:${said}`, expiresAt: new Date(Date.now() + 864e5).toISOString(), owner: said }, reason: said }, { by: "Olga", now: Date.now() });
  }
  const [opened] = recordLook(store, lookOf(0, "fail", { title: mark, sentence: mark }), defaultIncidentPolicy, "watch");
  incident = opened?.id ?? "";
});
afterAll(() => server.close());

const values: Readonly<Record<string, readonly string[]>> = {
  id: [`${mark}-run`, "REQ-2026-0001", "1", `HLD-2026-0001`], model: ["credit", "fraud"], environment: ["seen"], finding: [`parity.score:${mark}`], hypothesis: ["precision"], name: ["precision"], format: ["json"], kind: ["request"], digest: ["0".repeat(64)], traceId: ["0".repeat(32)], hook: ["rollback"],
};

test("whatever a token for one model asks by, it reads nothing of another", async () => {
  const narrow = server.token(scopes.filter((scope) => scope !== "approve" && scope !== "administer"), ["fraud"]);
  const wide = server.token(["read", "gate"]);
  let shown = 0;
  const leaks: string[] = [];
  for (const { spec } of routes) {
    if (spec.method !== "get" || spec.path.startsWith("/auth") || spec.path.endsWith("*") || spec.result === "text/event-stream") continue;
    const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    let paths = [spec.path];
    for (const name of names) paths = paths.flatMap((path) => [...(values[name] ?? ["x"]), ...(spec.path.includes("incidents") && name === "id" ? [incident] : [])].map((value) => path.replace(`{${name}}`, encodeURIComponent(value))));
    const queries = ["", "?model=credit", "?model=fraud", `?words=${mark}`, `?environment=${mark}`, `?a=${mark}-run&b=seen-run`, `?run=${mark}-run`, `?model=fraud&run=${mark}-run`, `?incident=${incident}`, "?status=open", "?limit=500&model=fraud"];
    for (const path of paths) {
      for (const query of names.length === 0 ? queries : ["", "?model=fraud"]) {
        const asked = `${path}${query}`;
        const text = Buffer.from(await (await server.fetch(asked, { headers: narrow })).arrayBuffer()).toString("latin1");
        // What was asked by comes back in a refusal; nothing else does.
        const told = asked.includes(mark) && text.includes('"code":"LS') ? "" : text;
        if (told.includes(mark)) leaks.push(`${asked}: ${told.slice(Math.max(0, told.indexOf(mark) - 100), told.indexOf(mark) + 60)}`);
        if (query === "" && Buffer.from(await (await server.fetch(asked, { headers: wide })).arrayBuffer()).toString("latin1").includes(mark)) shown += 1;
      }
    }
  }
  expect(leaks).toEqual([]);
  // The same is there for whoever may see it.
  expect(shown).toBeGreaterThan(10);
});
