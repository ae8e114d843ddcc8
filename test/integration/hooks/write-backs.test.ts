import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { retryWriteBacks } from "../../../src/app/hooks/check-for-registry.ts";
import { keepWriteBack, writeBackId } from "../../../src/app/hooks/write-backs.ts";
import { createKnownDeliveries } from "../../../src/app/hooks/known-deliveries.ts";
import { newServerWorld, type TestServer } from "../../../src/server/server-world.fixture.ts";

const noon = Date.parse("2026-10-02T12:00:00.000Z");
const told = {
  verdict: "pass", decision: "proceed", sentence: "it passes", model: "credit", environment: "production", version: "3", key: null, run: "run-1", finding: null, estimate: null, unit: null, interval: null, margin: null, asOf: null, ageSeconds: null, stale: false,
  failedBefore: false, reasons: [],
} as const;

let server: TestServer;
afterEach(() => server.close());

test("a verdict that the registry refuses is kept, shown with LS752 and its reason, and written once it is due again", async () => {
  let now = noon;
  let broken = true;
  const heard: string[] = [];
  const registry = createServer((request, response) => {
    heard.push(request.url ?? "");
    response.writeHead(broken ? 503 : 200, { "content-type": "application/json" }).end(broken ? "out of order" : "{}");
  });
  await new Promise<void>((done) => registry.listen(0, "127.0.0.1", () => done()));
  const address = registry.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    server = await newServerWorld({ manifest: `version: 1\nserver: {writeBack: {mlflow: "http://127.0.0.1:${port}"}}\n`, clock: { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() } });
    const { world } = server;
    const list = async (headers = server.as("viewer")) => ((await (await server.fetch("/api/v1/write-backs", { headers })).json()) as { items: { attempts: number; nextAt: string | null; error: { code: string; message: string } | null }[] }).items;
    const at = new Date(noon).toISOString();
    await keepWriteBack(world.folder, { id: writeBackId("credit", "3"), model: "credit", version: "3", alias: null, since: at, told: { ...told, reasons: [] }, attempts: 0, nextAt: at, error: null });
    await retryWriteBacks(world);
    expect(await list()).toMatchObject([{ attempts: 1, nextAt: "2026-10-02T12:00:30.000Z", error: { code: "LS752", message: expect.stringContaining("503 out of order") as string } }]);
    expect(await list(server.token("read", ["other"]))).toEqual([]);
    const before = heard.length;
    await retryWriteBacks(world);
    expect(heard.length).toBe(before);
    now += 60_000;
    await retryWriteBacks(world);
    expect((await list())[0]).toMatchObject({ attempts: 2, nextAt: "2026-10-02T12:02:00.000Z" });
    broken = false;
    now += 60_000;
    // Another server of the same store: what waits is read from its folder.
    await retryWriteBacks({ ...world, catalogue: { ...world.catalogue } });
    expect(heard.at(-1)).toContain("registered-models/alias");
    expect(await list()).toEqual([]);

    broken = true;
    await keepWriteBack(world.folder, { id: writeBackId("credit", "3"), model: "credit", version: "3", alias: null, since: at, told: { ...told, reasons: [] }, attempts: 90, nextAt: at, error: null });
    now += 8 * 864e5;
    await retryWriteBacks(world);
    expect((await list())[0]).toMatchObject({ attempts: 91, nextAt: null });
  } finally {
    await new Promise<void>((done) => registry.close(() => done()));
  }
});

test("a delivery is known again after a restart, for two days", async () => {
  server = await newServerWorld();
  const { folder } = server.world;
  createKnownDeliveries(folder).add("d-1\n", noon);
  const after = createKnownDeliveries(folder);
  expect([after.has("d-1\n", noon + 1), after.has("d-1", noon + 1), createKnownDeliveries(folder).has("d-1\n", noon + 864e5), createKnownDeliveries(folder).has("d-1\n", noon + 4 * 864e5)]).toEqual([true, false, true, false]);
});
