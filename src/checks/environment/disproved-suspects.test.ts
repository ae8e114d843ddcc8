import { expect, test } from "vitest";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { suspectsOf } from "../diagnose/suspects.ts";
import { withoutDisproved } from "./disproved-suspects.ts";

const served = (files: Readonly<Record<string, string>>, unread: Readonly<Record<string, string>> = {}): Fingerprint => ({
  lockstep: "fingerprint", schemaVersion: 1, probe: "test", takenAt: "2026-01-02T03:04:05Z", method: "in-process", pid: 1, unread,
  fields: Object.fromEntries(Object.entries(files).map(([path, value]) => [`model.file:${path}`, { value, scope: "process", how: "read" }])),
});
const pattern = { code: "MODEL" as const, output: "score", rows: null, statement: "", explains: 1, evidence: {}, suspects: suspectsOf("MODEL") };
const first = (reference: Fingerprint | null, candidate: Fingerprint | null) => withoutDisproved([pattern], reference, candidate)[0]?.suspects[0]?.cause;

test("equal model files rule out another model, wherever they lie", () => {
  expect(first(served({ "m.bin": "sha256:a 3" }), served({ "other/m.bin": "sha256:a 3" }))).toContain("(X3)");
});

test.each([
  ["another file", served({ "m.bin": "sha256:a 3" }), served({ "m.bin": "sha256:b 3" })],
  ["a file more", served({ "m.bin": "sha256:a 3" }), served({ "m.bin": "sha256:a 3", "n.bin": "sha256:c 3" })],
  ["one that could not be read", served({ "m.bin": "sha256:a 3" }), served({ "m.bin": "sha256:a 3" }, { "model.file:n.bin": "gone" })],
  ["none named", served({}), served({})],
  ["nothing read", null, served({ "m.bin": "sha256:a 3" })],
])("%s rules out nothing", (_, reference, candidate) => expect(first(reference, candidate)).toContain("(X1)"));
