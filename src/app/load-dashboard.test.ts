import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadDashboard } from "./load-dashboard.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-dashboard-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "app.html"), "<!doctype html>");
  await writeFile(join(folder, "assets/app-1a2b.js"), "let a = 1;");
  await writeFile(join(folder, "scripts.json"), JSON.stringify({ "/runs": ["/assets/app-1a2b.js"] }));
  await writeFile(join(folder, "secret.js"), "not for anybody");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a file of the dashboard is found by its name, and nothing outside of its folder by any", async () => {
  const { html, scripts, asset } = await loadDashboard([pathToFileURL(join(folder, "nowhere/")), pathToFileURL(`${folder}/`)]);
  expect(html).toBe("<!doctype html>");
  expect(scripts).toEqual({ "/runs": ["/assets/app-1a2b.js"] });
  expect(Buffer.from((await asset("app-1a2b.js")) ?? []).toString()).toBe("let a = 1;");
  for (const name of ["../secret.js", "..%2Fsecret.js", "..", "", "app-1a2b.js/", "other-1a2b.js", "app.html", "\0.js"]) expect(await asset(name), name).toBeNull();
});

test("where there is none, it is told how to make it", async () => {
  await expect(loadDashboard([pathToFileURL(join(folder, "nowhere/"))])).rejects.toMatchObject({ code: "LS603", todo: expect.stringContaining("tools/build-dashboard.ts") });
});
