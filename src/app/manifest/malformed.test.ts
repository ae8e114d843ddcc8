import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorBlock } from "../../cli/error-block.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { inspectManifest } from "./load-manifest.ts";

const folder = join(import.meta.dirname, "../../../spec/manifest/malformed");
const world = { cwd: folder, env: {}, today: "2026-11-21" };
const names = readdirSync(folder).filter((name) => /\.(yaml|json)$/.test(name) && !name.includes(".part."));

/** What is said of each malformed manifest is written down beside it; `npx vitest run --project unit malformed -u` writes it anew, to be read. */
describe("a malformed manifest", () => {
  test.each(names)("%s is told as it is written down", async (name) => {
    const { error, problems, loaded } = await inspectManifest(name, world);
    expect(loaded).toBeNull();
    expect(error).toBeInstanceOf(LockstepError);
    await expect(errorBlock(error as LockstepError, { colour: false })).toMatchFileSnapshot(join(folder, name.replace(/\.(yaml|json)$/, ".expected.txt")));
    for (const { place, todo, message } of problems) {
      expect(place.line).toBeGreaterThanOrEqual(1);
      expect(`${todo}${message}`).not.toContain("correct-horse");
    }
    expect((error as LockstepError).exitCode).toBe(name === "digest-changed.yaml" ? 1 : 2);
  });

  test("there are at least twenty, and each is a mistake of its own", () => expect(names.length).toBeGreaterThanOrEqual(20));
});
