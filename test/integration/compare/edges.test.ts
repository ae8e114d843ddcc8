import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../../../src/core/domain/run.ts";
import type { Scene } from "../agreed/scene.ts";
import { loanScene, roles } from "./logs.ts";

let scene: Scene;
beforeAll(() => { scene = loanScene(); });
afterAll(() => scene.close());

test("data that break their contract are kept out: nothing is concluded from them", async () => {
  scene.put("loans.odcs.yaml", `apiVersion: v3.0.2
kind: DataContract
id: loans
version: 1.0.0
status: active
schema:
  - name: loans
    properties:
      - name: region
        logicalType: string
        quality:
          - type: library
            rule: invalidValues
            arguments: {validValues: [north, south]}
            mustBe: 0
`);
  const { code, stdout, stderr } = await scene.lockstep("compare", "a.csv", "b.csv", ...roles, "--contract", "loans.odcs.yaml", "--json");
  expect(stdout, stderr).not.toBe("");
  const run = JSON.parse(stdout) as Run;
  expect([code, run.verdict, run.population?.shifts, run.population?.metrics]).toEqual([1, "fail", [], []]);
  expect(run.headline).toMatch(/^Data were kept out/);
  expect(run.findings.filter(({ check, verdict }) => check.startsWith("quality.") && verdict === "fail").length).toBeGreaterThan(0);
});

test("a stored comparison is read back, in every format, and its ledger holds", async () => {
  const written = ["run.json", "run.html", "run.xml", "run.sarif", "run.md", "run.txt"];
  expect((await scene.lockstep("compare", "a.csv", "worse.csv", ...roles, "--quiet", ...written.flatMap((name) => ["-o", name]))).code).toBe(1);
  const stored = await scene.run();
  expect(stored).toEqual(JSON.parse(readFileSync(join(scene.folder, "run.json"), "utf8")));
  const again = await scene.lockstep("report", "latest", ...written.flatMap((name) => ["-o", `again-${name}`]));
  expect(again.stderr).not.toContain("LS");
  for (const name of written) expect(readFileSync(join(scene.folder, `again-${name}`), "utf8"), name).toBe(readFileSync(join(scene.folder, name), "utf8"));
  expect(await scene.lockstep("ledger", "verify")).toMatchObject({ code: 0 });
  expect(await scene.lockstep("baseline", "approve", "latest")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS\d/) });
});

test("unknown options and margins are errors with the nearest known one", async () => {
  expect(await scene.lockstep("compare", "a.csv", "b.csv", "--cohrt", "region")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--cohort") });
  expect(await scene.lockstep("compare", "a.csv", "b.csv", "--margin", "distanc=0.2")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/LS102[\s\S]*distance/) });
});

test("the key of a mapping's hashes is nowhere in what comes out or is kept", async () => {
  const secret = "canary-hash-key-4711";
  scene.env["HASH_KEY"] = secret;
  scene.put("map.yaml", `standard: {id: id, ts: ts}
columns:
  age: {role: feature}
  region: {role: feature}
  score: {role: score}
anonymise: {id: hash, region: hash}
anonymiseKey: env:HASH_KEY
`);
  const { stdout, stderr } = await scene.lockstep("compare", "a.csv", "b.csv", "--map", "map.yaml", "-o", "kept.html", "-o", "kept.json");
  const files = readdirSync(scene.folder, { recursive: true, encoding: "utf8" }).map((name) => join(scene.folder, name)).filter((path) => statSync(path).isFile());
  for (const text of [stdout, stderr, ...files.map((path) => readFileSync(path, "latin1"))]) expect(text.includes(secret)).toBe(false);
  expect(files.some((path) => path.endsWith("kept.json")), stderr).toBe(true);
});
