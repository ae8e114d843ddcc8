import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDuckDbEngine } from "../../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { kserveEventsLog } from "../../../src/adapters/logs/kserve-events/index.ts";
import { newServerWorld } from "../../../src/server/server-world.fixture.ts";
import { startServed } from "../server/served.ts";

let server: Awaited<ReturnType<typeof newServerWorld>>;
let folder: string;
beforeEach(async () => {
  server = await newServerWorld();
  folder = mkdtempSync(join(tmpdir(), "lockstep-events-"));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Kind = "request" | "response";
const attributes = (id: string, kind: Kind, over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  specversion: "1.0", id, source: "http://localhost:9081/", type: `org.kubeflow.serving.inference.${kind}`, time: "2026-03-01T10:00:00.100Z", inferenceservicename: "credit", namespace: "models", component: "predictor", endpoint: "default", ...over,
});
const payload = (kind: Kind, at: number): unknown => (kind === "request" ? { instances: [[at, 3.5]] } : { predictions: [at / 10] });
const binary = (id: string, kind: Kind, over: Readonly<Record<string, string>> = {}, body: string | Uint8Array<ArrayBuffer> = JSON.stringify(payload(kind, 1))): RequestInit => ({
  method: "POST", body, headers: { "content-type": "application/json", ...Object.fromEntries(Object.entries(attributes(id, kind, over)).map(([name, value]) => [`ce-${name}`, value])) },
});

const linesOf = (store: string): string[] => {
  const place = join(store, "events", "credit");
  return existsSync(place) ? readdirSync(place).flatMap((file) => readFileSync(join(place, file), "utf8").split("\n").filter((line) => line !== "")) : [];
};

const send = async (init: RequestInit, token = server.token("ingest")): Promise<string> => {
  const response = await server.fetch("/hooks/cloudevents", { ...init, headers: { ...init.headers, ...token } });
  const body = (await response.json()) as { received?: number; written?: number; code?: string };
  return `${response.status} ${body.code ?? `${body.written}/${body.received}`}`;
};

test("events of all three modes become a log that compare and validate read, each pair once however often it is sent", async () => {
  const structured = (id: string, kind: Kind) => ({ ...attributes(id, kind), datacontenttype: "application/json", data: payload(kind, 2) });
  const post = (type: string, body: unknown): RequestInit => ({ method: "POST", headers: { "content-type": type }, body: JSON.stringify(body) });
  const all = [binary("a", "request"), binary("a", "response"), post("application/cloudevents+json", structured("b", "request")), post("application/cloudevents+json; charset=utf-8", structured("b", "response")),
    post("application/cloudevents-batch+json", [structured("c", "request"), structured("c", "response"), structured("c", "response")])];
  const told: string[] = [];
  for (const each of all) told.push(await send(each));
  for (const each of all) told.push(await send(each));
  expect(told).toEqual(["202 1/1", "202 1/1", "202 1/1", "202 1/1", "202 2/3", "202 0/1", "202 0/1", "202 0/1", "202 0/1", "202 0/3"]);
  // The transformer before the predictor sends the same id: another event.
  expect(await send(binary("a", "request", { component: "transformer", source: "http://localhost:9082/" }))).toBe("202 1/1");
  const place = join(server.world.folder, "events", "credit");
  const paths = readdirSync(place).map((file) => join(place, file));
  expect(kserveEventsLog.recognise({ paths, columns: [], records: linesOf(server.world.folder).slice(0, 20) })).toBeGreaterThan(0.9);
  const engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 2, temporaryDirectory: join(folder, "engine") });
  const { read, relation } = await kserveEventsLog.open(engine, paths, { name: "events", zone: null, featureNames: ["age", "income"] });
  expect({ recordsRead: read.recordsRead, rowsParsed: read.rowsParsed }).toEqual({ recordsRead: 7, rowsParsed: 3 });
  expect(JSON.stringify(relation)).toContain("age");
  await engine.close();
});

test("what is no event, or of another kind, version or model, is refused and leaves nothing; a batch as a whole", async () => {
  const told = [
    await send({ method: "POST", body: "{}", headers: { "content-type": "application/json" } }), await send(binary("a", "request", { type: "com.example.other" })), await send(binary("a", "request", { specversion: "0.3" })),
    await send(binary("a", "request", { inferenceservicename: "../../etc" })), await send(binary("a", "request", { id: "" })),
    await send({ method: "POST", headers: { "content-type": "application/cloudevents-batch+json" }, body: JSON.stringify([attributes("a", "request"), { id: "b" }]) }),
    await send(binary("a", "request", {}, "x".repeat(1_000_001))), await send(binary("a", "request"), server.token("ingest", ["other"])), await send(binary("a", "request"), server.token("gate")),
  ];
  expect(told).toEqual(["400 LS751", "400 LS751", "400 LS751", "400 LS751", "400 LS751", "400 LS751", "413 LS705", "403 LS702", "403 LS702"]);
  expect(linesOf(server.world.folder)).toEqual([]);
});

test("bodies are kept as they came, also where they are no text", async () => {
  expect(await send(binary("a", "request", {}, new Uint8Array([0xff, 0x00, 0x41])))).toBe("202 1/1");
  expect(await send(binary("b", "request", {}, "5.1,3.5\n\"é\"\n"))).toBe("202 1/1");
  expect(linesOf(server.world.folder).map((line) => { const { body, body_base64: packed } = JSON.parse(line) as { body?: string; body_base64?: string }; return packed ?? body; })).toEqual(["/wBB", "5.1,3.5\n\"é\"\n"]);
});

test("a server that is killed loses nothing it acknowledged; what is sent again after it is known, and a torn line ends where it ends", async () => {
  const store = join(folder, ".lockstep");
  const served = await startServed(folder);
  const acknowledged: string[] = [];
  let sent = 0;
  const post = async (to: typeof served, id: string): Promise<boolean> => {
    const { headers, body } = binary(id, "request");
    const response = await to.ask("/hooks/cloudevents", { method: "POST", headers: headers as Record<string, string>, body: JSON.parse(body as string) }).catch(() => null);
    return response?.status === 202;
  };
  while (await post(served, `e-${sent}`)) {
    acknowledged.push(`e-${sent}`);
    sent += 1;
    if (sent === 40) served.process.kill("SIGKILL");
  }
  await served.stop("SIGKILL");
  const ids = (): string[] => linesOf(store).flatMap((line) => { try { return [(JSON.parse(line) as { headers: Record<string, string> }).headers["ce-id"] ?? ""]; } catch { return []; } });
  expect(acknowledged.length).toBeGreaterThanOrEqual(40);
  expect(ids()).toEqual(expect.arrayContaining(acknowledged));
  const [file = ""] = readdirSync(join(store, "events", "credit"));
  appendFileSync(join(store, "events", "credit", file), '{"headers": {"ce-id": "torn');
  const again = await startServed(folder);
  for (const id of [...acknowledged, "last"]) expect(await post(again, id)).toBe(true);
  expect(await again.stop()).toBe(0);
  expect(ids().toSorted()).toEqual([...new Set(ids())].toSorted());
  expect(ids()).toEqual(expect.arrayContaining([...acknowledged, "last"]));
});
