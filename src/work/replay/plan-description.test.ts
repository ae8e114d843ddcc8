import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSqliteJournal } from "../../adapters/journal/sqlite/sqlite-journal.ts";
import { beginPlan, journalName } from "./plan-description.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const description = { inputs: "abc", addresses: { reference: "http://a", candidate: "http://b" }, options: { repeats: 2, columns: ["x"] } };
const entry = { call: 1, sentAt: 0, latencyMs: 1, status: 200, replica: null, errorCode: null, errorMessage: null, rows: [] };

describe("beginPlan", () => {
  it("goes on with the same description and its seed, and forgets any other", () => {
    const journal = openSqliteJournal(join(folder, "journal"));
    expect(beginPlan(journal, description, { value: 5, agreed: false })).toEqual({ seed: 5, resumed: false });
    journal.append(entry);
    expect(beginPlan(journal, { options: description.options, addresses: description.addresses, inputs: "abc" }, { value: 6, agreed: false })).toEqual({ seed: 5, resumed: true });
    expect(beginPlan(journal, description, { value: 5, agreed: true })).toEqual({ seed: 5, resumed: true });
    expect([...journal.answered()]).toEqual([1]);
    expect(beginPlan(journal, description, { value: 7, agreed: true })).toEqual({ seed: 7, resumed: false });
    expect([...journal.answered()]).toEqual([]);
    journal.append(entry);
    expect(beginPlan(journal, { ...description, inputs: "abd" }, { value: 8, agreed: false })).toEqual({ seed: 8, resumed: false });
    expect([...journal.answered()]).toEqual([]);
    journal.close();
  });

  it("names a journal by its description, whatever the seed", () => {
    expect(journalName(description)).toMatch(/^[0-9a-f]{16}$/);
    expect(journalName({ ...description, options: { columns: ["x"], repeats: 2 } })).toBe(journalName(description));
    expect(journalName({ ...description, options: { columns: ["x"], repeats: 3 } })).not.toBe(journalName(description));
  });
});
