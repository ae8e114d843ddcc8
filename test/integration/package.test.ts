import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../tools/run-steps.ts";

/** The package as a user gets it: packed, installed in an empty folder from the registry, and run there. */
describe("the packed package", () => {
  let folder: string;
  const npm = (args: readonly string[], cwd: string): string => execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const lockstep = (args: readonly string[]) => spawnSync(process.execPath, [join(folder, "node_modules/.bin/lockstep"), ...args], { cwd: folder, encoding: "utf8" });
  const predictions = (change: (row: number) => number): string => `id,score\n${Array.from({ length: 2000 }, (_, row) => `${row},${change(row)}`).join("\n")}\n`;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lockstep-package-"));
    const [packed] = JSON.parse(npm(["pack", "--json", "--silent", "--pack-destination", folder], root).replace(/^[^[]*/, "")) as { filename: string }[];
    writeFileSync(join(folder, "package.json"), "{}");
    npm(["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", `./${packed?.filename}`], folder);
    writeFileSync(join(folder, "a.csv"), predictions((row) => row / 1000));
    writeFileSync(join(folder, "b.csv"), predictions((row) => row / 1000));
    writeFileSync(join(folder, "c.csv"), predictions((row) => row / 1000 + (row % 3 === 0 ? 0.5 : 0)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("holds compiled JavaScript without tests, the viewer and the demo's recordings", () => {
    const files = execFileSync("find", [".", "-type", "f"], { cwd: join(folder, "node_modules/lockstep"), encoding: "utf8" });
    expect(files).toContain("./dist/cli/main.js");
    expect(files).toContain("viewer.js");
    expect(files).toContain("patients.csv");
    expect(files).not.toMatch(/\.(test|fixture|conformance)\.js|\.\/src\/|\.\/tools\//);
  });

  test("says its version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(lockstep(["--version"])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("compares two files that agree, and leaves a report that opens", () => {
    const result = lockstep(["check", "a.csv", "b.csv", "--key", "id", "-o", "report.html", "--quiet"]);
    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("<!doctype html>");
  });

  test("compares two files that do not, and its ledger verifies", () => {
    expect(lockstep(["check", "a.csv", "c.csv", "--key", "id"]).status).toBe(1);
    expect(lockstep(["ledger", "verify"])).toMatchObject({ status: 0, stdout: expect.stringContaining("2 entries") });
  });
});
