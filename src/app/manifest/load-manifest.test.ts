import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Manifest } from "../../core/domain/manifest.ts";
import { findManifest } from "./find-manifest.ts";
import { inspectManifest, loadManifest } from "./load-manifest.ts";
import { resolvedValues } from "./resolved-values.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-manifest-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const world = () => ({ cwd: folder, env: {}, today: "2026-11-21" });
const originOf = (values: ReturnType<typeof resolvedValues>, path: string) => values.find((each) => each.path === path);

test("the complete example holds together", async () => {
  const path = join(import.meta.dirname, "../../../examples/manifest/lockstep.yaml");
  const { manifest, files } = await loadManifest(path, { cwd: folder, env: {} });
  expect(Object.keys(manifest.models ?? {})).toEqual(["credit", "churn"]);
  expect(files).toHaveLength(2);
});

describe("extends", () => {
  test("maps are merged, lists are replaced, the nearer file and the later of several go first; every value knows its file", async () => {
    write("shared/base.yaml", "version: 1\nproject: base\ndefaults:\n  maxOutside: 1%\n  outputs: [a, b]\n  tolerances: {default: {absolute: 1}}\n");
    write("shared/team.yaml", "version: 1\nextends: base.yaml\nproject: team\nowner: {name: Team}\n");
    write("other.yaml", "version: 1\nproject: other\ndefaults: {maxOutside: 2%}\n");
    const path = write("lockstep.yaml", "version: 1\nextends: [shared/team.yaml, other.yaml]\ndefaults:\n  outputs: [c]\n  tolerances: {default: {relative: 2}}\nmodels: {m: {}}\n");
    const loaded = await loadManifest(path, world());
    expect(loaded.manifest).toMatchObject({ project: "other", owner: { name: "Team" }, extends: ["shared/team.yaml", "other.yaml"], defaults: { maxOutside: "2%", outputs: ["c"], tolerances: { default: { absolute: 1, relative: 2 } } } });
    expect(loaded.files.map((file) => file.path.slice(folder.length + 1))).toEqual(["lockstep.yaml", "shared/team.yaml", "shared/base.yaml", "other.yaml"]);
    const values = resolvedValues(loaded, { flags: { "--store": "elsewhere" } });
    expect(originOf(values, "models.m.tolerances.default.absolute")).toMatchObject({ value: 1, origin: { kind: "file", says: "shared/base.yaml:6:36" } });
    expect(originOf(values, "models.m.maxOutside")?.origin.says).toBe("other.yaml:3:24");
    expect(originOf(values, "asking.repeats")?.origin.kind).toBe("default");
    expect(originOf(values, "store")).toMatchObject({ value: "elsewhere", origin: { kind: "flag", says: "--store" } });
  });

  test("a file that two others extend is no circle", async () => {
    write("base.yaml", "version: 1\nproject: base\n");
    write("a.yaml", "version: 1\nextends: base.yaml\n");
    write("b.yaml", "version: 1\nextends: base.yaml\n");
    const { manifest, files } = await loadManifest(write("lockstep.yaml", "version: 1\nextends: [a.yaml, b.yaml]\n"), world());
    expect(manifest.project).toBe("base");
    expect(files).toHaveLength(4);
  });

  test("a mistake in an extended file is told with that file, and a missing value may stand in it", async () => {
    write("base.yaml", "version: 1\nenvironments: {staging: {target: http://localhost, protocl: mlflow}}\n");
    const { problems } = await inspectManifest(write("lockstep.yaml", "version: 1\nextends: base.yaml\nenvironments: {staging: {maxRate: 5}}\n"), world());
    expect(problems).toMatchObject([{ code: "LS111", place: { file: join(folder, "base.yaml"), line: 2, column: 52 }, todo: "Did you mean protocol?" }]);
  });

  test("what is missing is not told while a file that may hold it cannot be read", async () => {
    const { problems } = await inspectManifest(write("lockstep.yaml", "version: 1\nextends: gone.yaml\nenvironments: {staging: {maxRate: fast}}\n"), world());
    expect(problems.map(({ code }) => code)).toEqual(["LS116", "LS112"]);
  });
});

describe("reading", () => {
  test("JSON is read the same way, with its places", async () => {
    const path = write("lockstep.json", '{\n\t"$schema": "x.json", "version": 1,\n\t"environments": {"staging": {"target": "http://localhost", "maxrate": 5}}\n}\n');
    const { problems } = await inspectManifest(path, world());
    expect(problems).toMatchObject([{ code: "LS111", place: { line: 3, column: 61 }, todo: "Did you mean maxRate?" }]);
  });

  test("anchors are values like others; aliases that unfold without end are refused", async () => {
    const shared = await loadManifest(write("a.yaml", "version: 1\ndefaults: {tolerances: {default: &t {absolute: 1e-6}, outputs: {x: *t}}}\n"), world());
    expect(shared.manifest.defaults?.tolerances?.outputs).toEqual({ x: { absolute: 1e-6 } });
    const bomb = ["version: 1", "a: &a [1,1,1,1,1,1,1,1,1,1]", ...["b", "c", "d", "e", "f"].map((name, index) => `${name}: &${name} [${Array.from({ length: 10 }, () => `*${"abcde"[index]}`).join(", ")}]`)].join("\n");
    const { problems } = await inspectManifest(write("bomb.yaml", bomb), world());
    expect(problems[0]).toMatchObject({ code: "LS110", message: expect.stringContaining("aliases unfold") });
  });

  test("names that an older YAML took for truth values are names", async () => {
    const { manifest } = await loadManifest(write("a.yaml", "version: 1\nmodels: {no: {version: on}}\nenvironments: {no: {target: http://localhost}, y: {target: http://localhost}}\ncompare: [{reference: no, candidate: y}]\n"), world());
    expect(Object.keys(manifest.environments ?? {})).toEqual(["no", "y"]);
    expect(manifest.models).toEqual({ no: { version: "on" } });
  });

  test("no more than twenty mistakes are told at once, and how many there are", async () => {
    const text = `version: 1\n${Array.from({ length: 30 }, (_, index) => `wrong${index}: 1\n`).join("")}`;
    const { error, problems } = await inspectManifest(write("a.yaml", text), world());
    expect(problems).toHaveLength(30);
    expect(error?.message).toContain("30 mistakes in a.yaml; the first 20 of them");
    expect(error?.message.match(/LS111/g)).toHaveLength(20);
  });

  test("no secret reaches what is said, whatever else is wrong with its line", async () => {
    const canary = "k4n4ry-s3cret";
    const lines = [
      `    headers: {Authorization: Bearer ${canary}}`, `    headers: {Authorization: "Bearer ${canary}", X-Api-Key: ${canary}, bogus: [1]}`, `    headers:\n      Authorization: ${canary}: x`, `    header: {X-Token: ${canary}}`,
      `    headers: {X-Api-Key: ${canary}\n    owner: 1`, `    target: https://u:${canary}@h`, `    headers: {X-Token: "${canary}`, `    headers: {X-Token: ${canary}}, {`, `    headers:\n      X-Token: a, ${canary}: b`, `    headers: {X-Token: "a, ${canary}", bogus: [1]}`,
      `  a: https://u:${canary}@h`, `    headers: ${canary}`, `    reported: {source: x.json, headers: {Cookie: session=${canary}}}`,
    ];
    for (const line of lines) {
      const { error } = await inspectManifest(write("a.yaml", `version: 1\nenvironments:\n  staging:\n    protocol: mlflow\n${line}\n`), world());
      expect(error).not.toBeNull();
      expect(`${error?.message}${error?.todo}`).not.toContain(canary);
    }
  });

  test("a missing manifest is LS117", async () => {
    await expect(loadManifest("none.yaml", world())).rejects.toMatchObject({ code: "LS117" });
  });

  test("files are looked for of the models that are asked for", async () => {
    const path = write("lockstep.yaml", "version: 1\nmodels: {a: {golden: {file: gone.csv}}, b: {training: gone}}\n");
    expect((await inspectManifest(path, world())).problems.map(({ message }) => message)).toEqual(["the golden set gone.csv is not there", "the training folder gone is not there"]);
    expect((await inspectManifest(path, { ...world(), filesOf: ["b"] })).problems).toHaveLength(1);
    expect((await inspectManifest(path, { ...world(), filesOf: [] })).loaded).not.toBeNull();
  });

  test("an override holds on its last day", async () => {
    const text = 'version: 1\nmodels: {m: {version: "1"}}\nenvironments: {p: {target: http://h, overrides: [{name: o, reason: r, set: {version: "2"}, until: "2026-11-21"}]}}\n';
    const path = write("lockstep.yaml", text);
    expect((await inspectManifest(path, world())).error).toBeNull();
    expect((await inspectManifest(path, { ...world(), today: "2026-11-22" })).error?.code).toBe("LS115");
  });
});

test("a manifest is found in the folder or above it, up to the repository's root and no further", () => {
  write("lockstep.yaml", "version: 1\n");
  write("repo/.git/config", "");
  write("repo/models/deep/x", "");
  expect(findManifest(join(folder, "repo/models/deep"))).toBeNull();
  const path = write("repo/lockstep.yml", "version: 1\n");
  expect(findManifest(join(folder, "repo/models/deep"))).toBe(path);
  expect(findManifest(folder)).toBe(join(folder, "lockstep.yaml"));
});

/** Texts that YAML could take for something else. */
const text = fc.oneof(fc.string({ minLength: 1, maxLength: 12 }), fc.constantFrom("no", "1.10", "null", "~", "a: b", "- x", "#c", "@x", "2026-01-01", "1e3", "{", "'", '"', "é", "a\nb", " x "));
const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/).filter((each) => each !== "__proto__");
const output = fc.stringMatching(/^[a-z_][a-z0-9_ :.-]{0,8}[a-z0-9]$/);
const limit = fc.double({ min: 0, max: 1e6, noNaN: true });
const generated: fc.Arbitrary<Manifest> = fc.record(
  {
    version: fc.constant(1 as const),
    project: text,
    owner: fc.record({ name: text }),
    models: fc.dictionary(name, fc.record({
      description: text, version: text, maxOutside: fc.double({ min: 0, max: 0.99, noNaN: true }), claim: fc.constantFrom("these-inputs" as const, "inputs-like-these" as const),
      outputs: fc.uniqueArray(output, { maxLength: 3 }), seeds: fc.dictionary(name, fc.integer()), // JSON, with which the expectation is made, has no -0.
      decision: fc.record({ threshold: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) }),
      tolerances: fc.record({ default: fc.record({ absolute: limit, relative: limit, mode: fc.constantFrom("either" as const, "both" as const, "additive" as const) }) }),
      checks: fc.record({ latency: fc.constantFrom("enforce" as const, "warn" as const, "observe" as const) }, { requiredKeys: [] }),
    }, { requiredKeys: [] }), { maxKeys: 3 }),
    environments: fc.dictionary(name, fc.record({ target: fc.constantFrom("http://localhost:8080", "https://h/x?a=b", "cmd:run it"), headers: fc.dictionary(fc.constantFrom("X-A", "Accept"), text), maxRate: fc.double({ min: 0.1, max: 100, noNaN: true }) }, { requiredKeys: ["target"] }), { maxKeys: 3 }),
  },
  { requiredKeys: ["version"] },
);

test("what is printed and loaded is what was meant", async () => {
  await fc.assert(fc.asyncProperty(generated, fc.boolean(), async (manifest, asJson) => {
    const path = write(asJson ? "m.json" : "m.yaml", asJson ? JSON.stringify(manifest, null, "\t") : stringify(manifest));
    const { loaded, error } = await inspectManifest(path, world());
    expect(error?.message ?? null).toBeNull();
    expect(loaded?.manifest).toEqual(JSON.parse(JSON.stringify(manifest)));
  }), { numRuns: 60 });
});
