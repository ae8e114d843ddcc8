import { describe, expect, it } from "vitest";
import { conformanceEntry, rowOf } from "./journal.conformance-entry.ts";
import type { Journal, JournalEntry } from "./journal.ts";

const failed = (call: number): JournalEntry => ({
  call, sentAt: 5, latencyMs: null, status: null, replica: null, errorCode: "LS301", errorMessage: "refused", rows: [],
});

/** What every journal does. `open` opens the same place each time; `place` is a fresh one per test. */
export const journalConformance = (name: string, freshPlace: () => string, open: (place: string) => Journal): void => {
  describe(`${name} fulfils the journal's port`, () => {
    it("begins empty, and keeps its plan", () => {
      const place = freshPlace();
      const journal = open(place);
      expect(journal.plan).toBeNull();
      expect([...journal.entries()]).toEqual([]);
      journal.begin("plan A");
      expect(journal.plan).toBe("plan A");
      journal.close();
      const again = open(place);
      expect(again.plan).toBe("plan A");
      again.close();
    });

    it("gives back what it was given, to the bit, in the order of the calls, also when opened again", () => {
      const place = freshPlace();
      const journal = open(place);
      journal.begin("plan");
      const entries = [conformanceEntry(3), failed(1), conformanceEntry(0, { rows: [new Map(), ...conformanceEntry(7).rows, rowOf({ score: ["float32", 0.5] })] })];
      for (const entry of entries) journal.append(entry);
      const expected = [entries[2], entries[1], entries[0]];
      expect([...journal.entries()]).toStrictEqual(expected);
      expect(Object.is([...journal.entries()][2]?.rows[0]?.get("negativeZero")?.value, -0)).toBe(true);
      journal.close();
      const again = open(place);
      expect([...again.entries()]).toStrictEqual(expected);
      expect([...again.answered()].toSorted((a, b) => a - b)).toEqual([0, 1, 3]);
      again.append(conformanceEntry(2));
      again.append(conformanceEntry(4, { rows: [rowOf({ other: ["bool", false] })] }));
      expect([...again.entries()].map((entry) => entry.call)).toEqual([0, 1, 2, 3, 4]);
      again.close();
    });

    it("ignores a second entry for the same call, before and after a flush", () => {
      const place = freshPlace();
      const journal = open(place);
      journal.begin("plan");
      journal.append(conformanceEntry(1, { replica: "first" }));
      journal.append(conformanceEntry(1, { replica: "second" }));
      journal.flush();
      journal.append(conformanceEntry(1, { replica: "third" }));
      expect([...journal.entries()].map((entry) => entry.replica)).toEqual(["first"]);
      journal.close();
      const again = open(place);
      again.append(conformanceEntry(1, { replica: "fourth" }));
      expect([...again.entries()].map((entry) => entry.replica)).toEqual(["first"]);
      again.close();
    });

    it("keeps the entries of the same plan, and forgets those of another", () => {
      const journal = open(freshPlace());
      journal.begin("plan A");
      journal.append(conformanceEntry(0));
      journal.begin("plan A");
      expect([...journal.answered()]).toEqual([0]);
      journal.append(conformanceEntry(1));
      journal.begin("plan B");
      expect([...journal.answered()]).toEqual([]);
      expect([...journal.entries()]).toEqual([]);
      journal.append(conformanceEntry(0, { replica: "of plan B" }));
      expect([...journal.entries()].map((entry) => entry.replica)).toEqual(["of plan B"]);
      journal.close();
    });

    it("forgets everything when it is removed", () => {
      const place = freshPlace();
      const journal = open(place);
      journal.begin("plan");
      journal.append(conformanceEntry(0));
      journal.remove();
      const again = open(place);
      expect(again.plan).toBeNull();
      expect([...again.answered()]).toEqual([]);
      again.close();
    });

    it("writes what waits by itself, and when it is closed, twice even", async () => {
      const place = freshPlace();
      const journal = open(place);
      journal.begin("plan");
      for (let call = 0; call < 5000; call += 1) journal.append(failed(call));
      await new Promise((resolve) => { setTimeout(resolve, 250); });
      journal.append(failed(5000));
      journal.close();
      journal.close();
      const again = open(place);
      expect(again.answered().size).toBe(5001);
      again.close();
    });
  });
};
