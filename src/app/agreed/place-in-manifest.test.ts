import { expect, test } from "vitest";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { placeInManifest } from "./place-in-manifest.ts";

const at = (place: string, typed: Record<string, unknown> = {}) =>
  (placeInManifest(new LockstepError("LS207", { message: "no output is called chrn", place }), { typed, model: "risk", manifest: "/work/team/lockstep.yaml", cwd: "/work" }) as LockstepError).place;

test("what the manifest said is told in the manifest's words, what was typed as it was typed", () => {
  expect(at("--outputs chrn")).toBe("team/lockstep.yaml: models.risk.outputs");
  expect(at("--outputs chrn", { outputs: "chrn" })).toBe("--outputs chrn");
  expect(at("--header X")).toBe("--header X");
  expect(placeInManifest("other", { typed: {}, model: "risk", manifest: "", cwd: "" })).toBe("other");
});
