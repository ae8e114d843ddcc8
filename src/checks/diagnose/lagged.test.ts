import { describe, expect, it } from "vitest";
import { decideLag } from "./lagged.ts";

describe("decideLag", () => {
  it("takes the lag with most matches", () => expect(decideLag([{ lag: 1, changed: 500, matches: 2 }, { lag: 3, changed: 498, matches: 480 }], 0.001)?.lag).toBe(3));
  it.each([
    ["few values agree by chance", [{ lag: 1, changed: 100, matches: 60 }], 0.5],
    ["a minority", [{ lag: 1, changed: 100, matches: 40 }], 0.001],
    ["fewer than ten", [{ lag: 1, changed: 9, matches: 9 }], 0.001],
    ["nothing changed", [{ lag: 1, changed: 0, matches: 0 }], 0.001],
  ])("is quiet: %s", (_, counts, coincidence) => expect(decideLag(counts, coincidence)).toBeNull());
});
