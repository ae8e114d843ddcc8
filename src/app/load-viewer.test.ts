import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadViewer } from "./load-viewer.ts";

let directory: string;
let folder: URL;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lockstep-viewer-"));
  folder = pathToFileURL(`${directory}/`);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const nowhere = new URL("./nowhere/", import.meta.url);

test("the viewer comes from the first folder that has both of its files", async () => {
  await writeFile(join(directory, "viewer.js"), "1");
  await expect(loadViewer([folder])).rejects.toMatchObject({ code: "LS603" });
  await writeFile(join(directory, "viewer.css"), "2");
  await expect(loadViewer([nowhere, folder])).resolves.toEqual({ js: "1", css: "2" });
});

test("a missing viewer says where it was looked for and what to do", async () => {
  await expect(loadViewer([nowhere, folder])).rejects.toMatchObject({ code: "LS603", exitCode: 2, message: expect.stringContaining(directory), todo: expect.stringContaining("tools/build-viewer.ts") });
});
