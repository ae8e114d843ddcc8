import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { minimalFinding } from "../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "./server-world.fixture.ts";

let server: TestServer;
const logged: string[] = [];
beforeEach(async () => {
  logged.length = 0;
  server = await newServerWorld({ settings: { maxBody: 8_000_000 }, log: (level, _, message) => { if (level === "error") logged.push(message); } });
});
afterEach(() => server.close());

const codeOf = async (response: Response): Promise<readonly [number, string | undefined]> => [response.status, ((await response.json()) as { code?: string }).code];

test("what a stranger may send is little, however much others may; the scope that a token has is looked at before its body", async () => {
  const large = `{"entity":"x","action":"y","data":{"z":"${"z".repeat(2_000_000)}"}}`;
  expect(await codeOf(await server.fetch("/hooks/mlflow", { method: "POST", body: large }))).toEqual([413, "LS705"]);
  expect((await server.fetch("/hooks/mlflow", { method: "POST", body: large, headers: server.token("ingest") })).status).toBe(202);
  // Never read: it would fail the test.
  const never = new ReadableStream<Uint8Array>({ pull: () => { throw new Error("nobody may read this"); } }, { highWaterMark: 0 });
  expect(await codeOf(await server.fetch("/api/v1/runs", { method: "POST", body: never, duplex: "half", headers: { ...server.token("read"), "content-type": "application/json" } } as RequestInit))).toEqual([403, "LS702"]);
});

test("over https a neighbour's page signs nobody in as somebody else: its cookies have other names than ours", async () => {
  server.close();
  server = await newServerWorld({ url: "https://lockstep.example.com" });
  const entered = await server.fetch("/auth/launch?token=launch-token-of-the-test");
  expect(entered.headers.get("set-cookie")).toMatch(/^__Host-lockstep_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/);
  const who = async (cookie: string): Promise<unknown> => ((await (await server.fetch("/api/v1/me", { headers: { cookie } })).json()) as { name: string }).name;
  const { cookie: attacker = "" } = server.as("viewer", { name: "Mallory" });
  const own = server.as("admin", { name: "Ada" })["cookie"] ?? "";
  expect(await who(own)).toBe("Ada");
  expect(await who(attacker.replace("__Host-", ""))).toBe("nobody");
  expect(await who(`${attacker.replace("__Host-", "")}; ${own}`)).toBe("Ada");
});

test("a body that breaks off is no fault of ours, and no news for those who watch the log", async () => {
  let parts = 0;
  const broken = new ReadableStream<Uint8Array>({ pull: (to) => { parts += 1; if (parts === 1) to.enqueue(new TextEncoder().encode("{")); else to.error(new Error("aborted")); } });
  expect(await codeOf(await server.fetch("/api/v1/runs", { method: "POST", body: broken, duplex: "half", headers: { ...server.token("push"), "content-type": "application/json" } } as RequestInit))).toEqual([400, "LS707"]);
  expect(logged).toEqual([]);
});

test("a token of an empty name of a script is for no model, and not made", () => {
  for (const models of [[""], ["credit", " "]]) expect(() => server.token("read", models)).toThrow(expect.objectContaining({ code: "LS732", place: "models" }));
});

test("a store that was moved away or replaced takes nothing that nobody would find again", async () => {
  const headers = { ...server.token("push"), "content-type": "application/json" };
  const push = async (id: string): Promise<readonly [number, string | undefined]> => codeOf(await server.fetch("/api/v1/runs", { method: "POST", headers, body: JSON.stringify({ run: minimalRun(id, { findings: [minimalFinding()] }) }) }));
  expect(await push("before")).toEqual([200, undefined]);
  const { folder } = server.world;
  renameSync(folder, `${folder}-moved`);
  expect(await push("moved")).toEqual([503, "LS501"]);
  expect(await codeOf(await server.fetch("/readyz"))).toEqual([503, "LS501"]);
  expect((await server.fetch("/healthz")).status).toBe(200);
  mkdirSync(folder);
  expect(await push("emptied")).toEqual([503, "LS501"]);
  expect(existsSync(join(folder, "lockstep.db"))).toBe(false);
  renameSync(`${folder}-moved/lockstep.db`, `${folder}/lockstep.db`);
  rmSync(`${folder}-moved`, { recursive: true });
  expect(await push("back")).toEqual([200, undefined]);
});
