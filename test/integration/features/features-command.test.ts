import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serveForTest, type ServedAnswer } from "../../../src/ports/serving.fixture.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lockstep-features-"));
  await writeFile(join(cwd, "offline.csv"), `customer,ts,income\n${Array.from({ length: 40 }, (_, id) => `${id},2026-10-01T00:00:00Z,${id}.5`).join("\n")}\n`);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const ask = async (name: string, answer: (entities: readonly number[]) => ServedAnswer, ...args: string[]) => {
  const served = await serveForTest(({ body }) => answer((JSON.parse(body) as { entities: { customer: number[] } }).entities.customer));
  try {
    const ran = await runCli(["features", `${name}=${served.url}`, "offline.csv", "--entity", "customer", "--time", "ts", "--features", "credit:income", ...args], { cwd, env: { TOKEN: "s3cret-token" } });
    return { ...ran, requests: served.requests };
  } finally {
    await served.close();
  }
};
const all = (status: string, values: (id: number) => number | null) => (entities: readonly number[]): ServedAnswer => ({
  body: JSON.stringify({ results: [{ values: entities.map(values), statuses: entities.map(() => status), event_timestamps: entities.map(() => "2026-10-01T00:00:00Z") }], metadata: { feature_names: ["credit__income"] } }),
});

it("asks once for all entities, marked in production, and leaves nothing but the store's run behind", async () => {
  const { code, stderr, requests } = await ask("production", all("PRESENT", (id) => id + 0.5));
  expect([code, requests.length]).toEqual([0, 1]);
  expect(requests[0]?.headers["x-lockstep-run"]).toMatch(/^\d{8}-/);
  expect(stderr).toContain("asking production for 1 feature of 40 of 40 entities, in 1 request, at most 5 a second");
  expect(await readdir(join(cwd, ".lockstep", "tmp"))).toEqual([]);
});

it("concludes nothing where nothing is common", async () => {
  const { code, stderr } = await ask("online", all("NOT_FOUND", () => null));
  expect([code, stderr]).toEqual([3, expect.stringContaining("LS206")]);
});

it("sends a secret and never says it, whatever the server repeats", async () => {
  const { code, stdout, stderr, requests } = await ask("online", () => ({ status: 500, body: JSON.stringify("bad token s3cret-token") }), "--header", "Authorization: Bearer env:TOKEN");
  expect([code, requests[0]?.headers["authorization"]]).toEqual([4, "Bearer s3cret-token"]);
  expect(stderr).toMatch(/LS240[^]*bad token \*\*\*/);
  expect(stdout + stderr).not.toContain("s3cret");
});
