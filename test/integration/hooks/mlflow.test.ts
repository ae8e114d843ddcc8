import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newServerWorld } from "../../../src/server/server-world.fixture.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { startServed } from "../server/served.ts";
import { freePort } from "../servers/free-port.ts";
import { startServer } from "../servers/start-server.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-mlflow-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = "a webhook's secret";
const manifestOf = (registry: string): string => `version: 1
models:
  credit: {version: "1", golden: {key: id}}
environments:
  staging: {target: staging.csv}
  production: {target: production.csv}
server:
  writeBack: {mlflow: "${registry}", webhookSecret: env:MLFLOW_WEBHOOK_SECRET}
`;
/** Where nothing is ever asked. */
const nowhere = manifestOf("http://127.0.0.1:1").replaceAll(/target: \w+\.csv/g, "target: http://127.0.0.1:1");
const rows = (over: (at: number) => number): string => `id,score\n${Array.from({ length: 3000 }, (_, at) => `${at},${over(at)}`).join("\n")}\n`;

test("a real registry: a version that comes is checked, by the signature alone; its tags and alias tell what was found, and another version's are inconclusive", async () => {
  const environment = await ensureEnvironment("mlflow");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, "lockstep.yaml"), manifestOf(url));
  writeFileSync(join(folder, "staging.csv"), rows((at) => (at % 100) / 100));
  writeFileSync(join(folder, "production.csv"), rows((at) => (at % 100) / 100));
  const starting = startServed(folder, { env: { MLFLOW_WEBHOOK_SECRET: secret } });
  const registry = await startServer({
    name: "an MLflow registry", file: environment.python, args: ["-m", "mlflow", "server", "--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`, "--artifacts-destination", join(folder, "artifacts"), "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
    env: { PATH: `${environment.bin}:${process.env["PATH"] ?? ""}`, MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false", MLFLOW_WEBHOOK_ALLOWED_SCHEMES: "http,https", MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: "true", MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64") },
    healthUrl: `${url}/health`, url, cwd: folder,
  });
  const served = await starting;
  const call = async (path: string, body: object | null = null): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/api/2.0/mlflow/${path}`, body === null ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const version = async (of: string) => {
    const { tags = [], aliases = [] } = (await call(`model-versions/get?name=credit&version=${of}`))["model_version"] as { tags?: { key: string; value: string }[]; aliases?: string[] };
    return { tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])), aliases };
  };
  const patient = { timeout: 400_000, interval: 250 };
  try {
    await call("webhooks", { name: "lockstep", url: `${served.url}/hooks/mlflow`, events: [{ entity: "MODEL_VERSION", action: "CREATED" }, { entity: "MODEL_VERSION_ALIAS", action: "CREATED" }], secret });
    await call("registered-models/create", { name: "credit" });
    // Both are checked beside one another.
    await call("model-versions/create", { name: "credit", source: "s3://models/credit" });
    await call("model-versions/create", { name: "credit", source: "s3://models/credit" });
    await expect.poll(() => version("1"), patient).toMatchObject({ tags: { "lockstep.verdict": "pass", "lockstep.environment": "production" }, aliases: ["lockstep-passed"] });
    await expect.poll(() => version("2"), patient).toMatchObject({ tags: { "lockstep.verdict": "inconclusive", "lockstep.url": expect.any(String) as string }, aliases: [] });
  } finally {
    expect(await served.stop()).toBe(0);
    await registry.stop();
  }
});

test("what is not signed by our secret, or too old, or of a model that nobody knows, starts nothing; an alias taken away and Lockstep's own are no news", async () => {
  const server = await newServerWorld({ manifest: nowhere, env: { MLFLOW_WEBHOOK_SECRET: secret } });
  const send = async (body: object, { key = secret, at = Date.now(), headers = {} }: { readonly key?: string; readonly at?: number; readonly headers?: Readonly<Record<string, string>> } = {}) => {
    const text = JSON.stringify(body);
    const stamp = String(Math.floor(at / 1000));
    const response = await server.fetch("/hooks/mlflow", { method: "POST", body: text, headers: { "content-type": "application/json", "x-mlflow-delivery-id": "d-1", "x-mlflow-timestamp": stamp, "x-mlflow-signature": `v1,${createHmac("sha256", key).update(`d-1.${stamp}.${text}`).digest("base64")}`, ...headers } });
    const told = (await response.json()) as { started?: boolean; code?: string };
    return `${response.status} ${told.code ?? String(told.started)}`;
  };
  const event = (entity: string, action: string, data: object) => ({ entity, action, timestamp: "2026-03-01T10:00:00Z", data });
  const made = event("model_version", "created", { name: "credit", version: "1", source: "s3://x", run_id: null, tags: {} });
  expect([await send(made, { key: "other" }), await send(made, { at: Date.now() - 600_000 }), await send(made, { headers: { "x-mlflow-signature": "" } }), await send(made, { headers: { "x-mlflow-timestamp": "soon" } })]).toEqual(["401 LS701", "401 LS701", "401 LS701", "401 LS701"]);
  expect([await send(event("model_version", "created", { name: "nobody", version: "1" })), await send(event("model_version", "created", { name: "credit", version: "-1" })), await send([])]).toEqual(["400 LS751", "400 LS751", "400 LS751"]);
  expect([await send(event("model_version_alias", "deleted", { name: "credit", alias: "production" })), await send(event("model_version_alias", "created", { name: "credit", alias: "lockstep-passed", version: "1" })), await send(event("registered_model", "created", { name: "x" }))]).toEqual(["202 false", "202 false", "202 false"]);
  server.close();
  const open = await newServerWorld({ manifest: nowhere.replace(", webhookSecret: env:MLFLOW_WEBHOOK_SECRET", "") });
  const tell = async (headers: Readonly<Record<string, string>>) => (await open.fetch("/hooks/mlflow", { method: "POST", headers, body: JSON.stringify(event("registered_model", "created", { name: "x" })) })).status;
  expect([await tell({}), await tell(open.token("gate")), await tell(open.token("ingest"))]).toEqual([401, 403, 202]);
  open.close();
});
