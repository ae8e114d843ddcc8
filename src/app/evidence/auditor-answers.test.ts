import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { auditorAnswers } from "./auditor-answers.ts";
import { evidenceStore } from "./evidence-store.fixture.ts";

test("a period bounds runs alone, and each line about what was entered outside of it says so", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-answers-"));
  const store = evidenceStore(folder);
  try {
    const told = (from: string | null, to: string | null) => auditorAnswers(store, { model: null, from, to, runs: [] }, { at: "2026-03-01T00:00:00.000Z", version: "1.2.3", cwd: folder }).answers;
    const marked = (answers: ReturnType<typeof told>): number => answers.flatMap(({ lines }) => lines).filter(({ text }) => text.endsWith("(entered outside the period)")).length;
    expect(marked(told(null, null))).toBe(0);
    expect(marked(told("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"))).toBe(0);
    const early = told("2026-01-01T00:00:00Z", "2026-01-15T00:00:00Z");
    expect(marked(early)).toBeGreaterThan(3);
    expect(early.find(({ question }) => /waiver/i.test(question))).toMatchObject({ short: expect.stringContaining("1 of the lines below is of what was entered outside the period"), lines: [{ text: expect.stringContaining("WVR-2026-0001") }] });
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
