import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../../../src/core/domain/run.ts";
import type { Scene } from "../agreed/scene.ts";
import { loanLog, loanScene, roles } from "./logs.ts";

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
});

test("a stored comparison is run again from its own document, and nothing of a recording can be taken from it", async () => {
  expect((await scene.lockstep("compare", "a.csv", "worse.csv", ...roles, "--segment", "region", "--margin", "distance=0.05", "--quiet")).code).toBe(1);
  const first = await scene.run();
  for (const command of [["baseline", "approve", "latest", "--model", "loans"], ["golden", "add", "--from", "latest", "--worst", "5", "--file", "a.csv"]]) {
    expect(await scene.lockstep(...command), command.join(" ")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS502: run \S+ compared two populations/) });
  }
  expect(readFileSync(join(scene.folder, "a.csv"), "utf8")).toBe(loanLog());
  const again = await scene.lockstep("rerun", first.id, "--json");
  const second = JSON.parse(again.stdout) as Run;
  expect([again.code, second.kind]).toEqual([1, "compare"]);
  expect(second.id).not.toBe(first.id);
  // Times of coverage are of the log, so all that was measured is the same.
  expect(second.population?.shifts).toEqual(first.population?.shifts);
  expect(second.population?.metrics).toEqual(first.population?.metrics);
  expect(second.findings).toEqual(first.findings);
  scene.put("worse.csv", loanLog({ seed: 11, ids: "s" }));
  const mended = await scene.lockstep("rerun", first.id);
  expect(mended.stderr).toMatch(/no longer the same: \S*.*worse\.csv|no longer the same: candidate/);
  expect(mended.code).not.toBe(1);
});

test("unknown options and margins are errors with the nearest known one", async () => {
  expect(await scene.lockstep("compare", "a.csv", "b.csv", "--cohrt", "region")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--cohort") });
  expect(await scene.lockstep("compare", "a.csv", "b.csv", "--margin", "distanc=0.2")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/LS102[\s\S]*distance/) });
});

test("the key of a mapping's hashes is nowhere in what comes out or is kept, in any spelling, and neither is what was hashed", async () => {
  const secret = "canary-hash-key-4711";
  const region = "a-very-northern-region";
  const given = new Set(["people-a.csv", "people-b.csv"]);
  scene.env["HASH_KEY"] = secret;
  scene.put("people-a.csv", loanLog().replaceAll(",north,", `,${region},`));
  scene.put("people-b.csv", loanLog({ seed: 11, ids: "s" }).replaceAll(",north,", `,${region},`));
  scene.put("map.yaml", `standard: {id: id, ts: ts}
columns:
  age: {role: feature}
  region: {role: feature}
  score: {role: score}
anonymise: {id: hash, region: hash}
anonymiseKey: env:HASH_KEY
`);
  const { code, stdout, stderr } = await scene.lockstep("compare", "people-a.csv", "people-b.csv", "--map", "map.yaml", "-o", "kept.html", "-o", "kept.json");
  expect(code, stderr).toBe(0);
  const files = readdirSync(scene.folder, { recursive: true, encoding: "utf8" }).filter((name) => !given.has(name)).map((name) => join(scene.folder, name)).filter((path) => statSync(path).isFile());
  const bytes = Buffer.from(secret);
  // As hashing pads it (RFC 2104), and as people and programs write bytes.
  const padded = (mask: number): string => Buffer.from(bytes.map((byte) => byte ^ mask)).toString("hex");
  const spellings = [secret, bytes.toString("hex"), bytes.toString("base64").replaceAll("=", ""), padded(0x36), padded(0x5c), region];
  for (const [name, text] of [["stdout", stdout], ["stderr", stderr], ...files.map((path) => [path, readFileSync(path, "latin1")] as const)] as const) {
    expect(spellings.filter((spelling) => text.toLowerCase().includes(spelling.toLowerCase())), name).toEqual([]);
  }
  // The hash with this key is what stands in the region's place: something was kept, and it was hashed.
  expect(readFileSync(join(scene.folder, "kept.json"), "utf8")).toContain(createHmac("sha256", secret).update(region).digest("hex").slice(0, 32));
});
