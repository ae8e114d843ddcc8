import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Run } from "../core/domain/run.ts";
import { runDigest } from "../core/ledger/run-digest.ts";
import { genesisHash } from "../core/ledger/seal-entry.ts";
import { verifyChain } from "../core/ledger/verify-chain.ts";
import { verifyDocuments } from "../core/ledger/verify-documents.ts";
import { minimalRun } from "./minimal-run.fixture.ts";
import type { RunStore } from "./run-store.ts";

/** A place that a store can be opened at, more than once. */
export interface RunStorePlace {
  open(): RunStore;
  remove(): void;
}

/** What every store of runs must do. `newPlace` gives an empty place. */
export const testRunStore = (name: string, newPlace: () => RunStorePlace): void => {
  describe(`${name} as a store of runs`, () => {
    let place: RunStorePlace;
    let store: RunStore;
    beforeEach(() => {
      place = newPlace();
      store = place.open();
    });
    afterEach(() => {
      store.close();
      place.remove();
    });

    test("is empty at first", () => {
      expect(store.list(10, 0)).toEqual([]);
      expect([...store.ledger()]).toEqual([]);
      expect(store.resolve("")).toEqual([]);
      expect(store.get("no-such-run")).toBeNull();
    });

    test("gives back what was saved, with its place in the ledger, also to the next one who opens it", () => {
      const run = minimalRun("r-1", { headline: "Ünïcode, 'quotes' and \u0000", seed: -0, timings: [{ step: "read", seconds: 1e-7 }] });
      const saved = store.save(run, "ana");
      const [entry] = [...store.ledger()];
      expect(entry).toMatchObject({ sequence: 1, actor: "ana", kind: "run", subject: "r-1", previousHash: genesisHash, payloadDigest: runDigest(run) });
      expect(saved).toEqual({ ...run, seed: 0, ledger: { sequence: 1, head: entry?.hash } });
      expect(store.get("r-1")).toEqual(saved);
      expect(Run.parse(saved)).toEqual(saved);
      store.close();
      store = place.open();
      expect(store.get("r-1")).toEqual(saved);
      expect([...store.ledger()]).toEqual([entry]);
    });

    test("the digest in the ledger can be computed from the run that was given back", () => {
      const saved = store.save(minimalRun("r-1"), "ana");
      expect(runDigest(saved)).toBe([...store.ledger()][0]?.payloadDigest);
    });

    test("chains every run to the one before", () => {
      for (const id of ["a", "b", "c"]) store.save(minimalRun(id), "ana");
      const entries = [...store.ledger()];
      expect(entries.map((entry) => entry.subject)).toEqual(["a", "b", "c"]);
      expect(verifyChain(entries)).toMatchObject({ ok: true, entries: 3 });
      expect(verifyDocuments(entries, store.documents())).toBeNull();
      expect(store.get("b")?.ledger).toEqual({ sequence: 2, head: entries[1]?.hash });
    });

    test("lists the newest first, by pages", () => {
      const days = ["2026-01-03", "2026-01-01", "2026-01-05", "2026-01-02", "2026-01-04"];
      for (const day of days) store.save(minimalRun(`run-${day}`, { startedAt: `${day}T00:00:00.000Z`, verdict: "fail", headline: `of ${day}` }), "ana");
      expect(store.list(2, 0).map((run) => run.id)).toEqual(["run-2026-01-05", "run-2026-01-04"]);
      expect(store.list(2, 2).map((run) => run.id)).toEqual(["run-2026-01-03", "run-2026-01-02"]);
      expect(store.list(2, 4)).toEqual([{ id: "run-2026-01-01", startedAt: "2026-01-01T00:00:00.000Z", reference: "reference.csv", candidate: "candidate.csv", verdict: "fail", headline: "of 2026-01-01" }]);
    });

    test("resolves an id by its beginning, whatever characters it has", () => {
      for (const id of ["ab1", "ab2", "b%", "b_"]) store.save(minimalRun(id), "ana");
      expect(store.resolve("ab")).toEqual(["ab1", "ab2"]);
      expect(store.resolve("ab2")).toEqual(["ab2"]);
      expect(store.resolve("b%")).toEqual(["b%"]);
      expect(store.resolve("AB")).toEqual([]);
      expect(store.resolve("x")).toEqual([]);
    });

    test("saving the same run again changes nothing", () => {
      const first = store.save(minimalRun("a"), "ana");
      store.save(minimalRun("b"), "ana");
      expect(store.save(minimalRun("a"), "ben")).toEqual(first);
      expect(store.save(first, "ben")).toEqual(first);
      expect([...store.ledger()]).toHaveLength(2);
    });

    test("another run under the same id is refused, and nothing is written", () => {
      const first = store.save(minimalRun("a"), "ana");
      expect(() => store.save(minimalRun("a", { headline: "another" }), "ana")).toThrow(/immutable/);
      expect([...store.ledger()]).toHaveLength(1);
      expect(store.get("a")).toEqual(first);
    });

    test("two who have it open see each other's runs and continue one chain", () => {
      const other = place.open();
      try {
        for (const [index, writer] of [store, other, store, other].entries()) writer.save(minimalRun(`r${index}`), "ana");
        expect(verifyChain(store.ledger())).toMatchObject({ ok: true, entries: 4 });
        expect([...other.ledger()]).toEqual([...store.ledger()]);
      } finally {
        other.close();
      }
    });

    test("can be closed twice", () => {
      store.close();
      expect(() => store.close()).not.toThrow();
    });
  });
};
