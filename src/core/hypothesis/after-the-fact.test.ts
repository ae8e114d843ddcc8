import { expect, test } from "vitest";
import { isAfterTheFact, type WrittenVersion } from "./after-the-fact.ts";
import { exampleHypothesis } from "./example-hypothesis.fixture.ts";

const margin = { field: "margin.below", before: "0.02", after: "0.05" };
const written = (change: Partial<WrittenVersion> & { readonly since?: string | null } = {}): WrittenVersion =>
  ({ content: exampleHypothesis({ since: change.since ?? null }), changed: [], dataUntil: "2026-10-10T12:00:00.000Z", firstRegisteredAt: null, ...change });

test("a first version judges from its registration on, which no seen data follow", () => expect(isAfterTheFact(written())).toBe(false));
test("a first version that judges from a day on that was there to be seen is after the fact", () => {
  expect(isAfterTheFact(written({ since: "2026-10-10" }))).toBe(true);
  expect(isAfterTheFact(written({ since: "2026-10-11" }))).toBe(false);
  expect(isAfterTheFact(written({ since: "2026-10-10T13:00:00+02:00" }))).toBe(true);
});
test("an amendment is after the fact once data that the first version judges were there", () => {
  expect(isAfterTheFact(written({ changed: [margin], firstRegisteredAt: "2026-10-01T00:00:00.000Z" }))).toBe(true);
  expect(isAfterTheFact(written({ changed: [margin], firstRegisteredAt: "2026-10-11T00:00:00.000Z" }))).toBe(false);
  expect(isAfterTheFact(written({ changed: [margin], firstRegisteredAt: "2026-10-01T00:00:00.000Z", since: "2026-11-01" }))).toBe(false);
});
test("new words change nothing that was judged", () => expect(isAfterTheFact(written({ changed: [{ field: "claim", before: "a", after: "b" }], firstRegisteredAt: "2026-10-01T00:00:00.000Z" }))).toBe(false));
test("what nobody could see cannot be after the fact", () => expect(isAfterTheFact(written({ since: "2026-10-01", dataUntil: null }))).toBe(false));
