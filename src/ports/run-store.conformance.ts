import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Run } from "../core/domain/run.ts";
import { runDigest } from "../core/ledger/run-digest.ts";
import { genesisHash } from "../core/ledger/seal-entry.ts";
import { sha256 } from "../core/ledger/sha256.ts";
import { verifyChain } from "../core/ledger/verify-chain.ts";
import { verifyDocuments } from "../core/ledger/verify-documents.ts";
import { minimalRun } from "./minimal-run.fixture.ts";
import type { RunFilter, RunStore } from "./run-store.ts";

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
      expect(store.list(2, 4)).toEqual([{ id: "run-2026-01-01", startedAt: "2026-01-01T00:00:00.000Z", reference: "reference.csv", candidate: "candidate.csv", model: null, verdict: "fail", headline: "of 2026-01-01" }]);
    });

    test("lists the runs of one model and of one verdict", () => {
      const { candidate, reference } = minimalRun("x").environments;
      store.save(minimalRun("a", { environments: { reference, candidate: { ...candidate, model: "risk" } } }), "ana");
      store.save(minimalRun("b", { environments: { reference: { ...reference, model: "risk" }, candidate }, verdict: "fail" }), "ana");
      store.save(minimalRun("c", { verdict: "fail" }), "ana");
      const ids = (filter: RunFilter) => store.list(10, 0, filter).map(({ id }) => id);
      expect(ids({ model: "risk" })).toEqual(["b", "a"]);
      expect(ids({ verdict: "fail" })).toEqual(["c", "b"]);
      expect(ids({ model: "risk", verdict: "fail" })).toEqual(["b"]);
      expect(ids({ model: "ris" })).toEqual([]);
      expect(store.list(10, 0, { model: "risk" })[0]).toMatchObject({ model: "risk" });
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

    test("gives back records as they were entered, in order, apart by kind", () => {
      const one = store.enter({ kind: "baseline", subject: "risk/v1", payload: { b: [1.5, -0, "é"], a: null } }, "ana");
      store.save(minimalRun("r-1"), "ana");
      store.enter({ kind: "golden", subject: "risk/v1", payload: "other" }, "ben");
      store.enter({ kind: "baseline", subject: "risk/v0", payload: 2 }, "ben");
      expect(one).toMatchObject({ sequence: 1, actor: "ana", kind: "baseline", subject: "risk/v1", payloadDigest: sha256('{"a":null,"b":[1.5,0,"é"]}') });
      const known = [{ kind: "baseline", subject: "risk/v1", payload: { a: null, b: [1.5, 0, "é"] } }, { kind: "baseline", subject: "risk/v0", payload: 2 }];
      expect(store.records("baseline")).toEqual(known);
      expect(store.records("gate")).toEqual([]);
      store.close();
      store = place.open();
      expect(store.records("baseline")).toEqual(known);
      const entries = [...store.ledger()];
      expect(entries.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(["baseline risk/v1", "run r-1", "golden risk/v1", "baseline risk/v0"]);
      expect(verifyChain(entries)).toMatchObject({ ok: true, entries: 4 });
      expect(verifyDocuments(entries, store.documents())).toBeNull();
      expect([...store.documents()]).toHaveLength(4);
    });

    test("the same record again changes nothing, another under its subject is refused", () => {
      const first = store.enter({ kind: "baseline", subject: "risk/v1", payload: { a: 1, b: 2 } }, "ana");
      expect(store.enter({ kind: "baseline", subject: "risk/v1", payload: { b: 2, a: 1 } }, "ben")).toEqual(first);
      expect(() => store.enter({ kind: "baseline", subject: "risk/v1", payload: { a: 1 } }, "ana")).toThrow(/immutable/);
      expect(() => store.enter({ kind: "run", subject: "r", payload: {} }, "ana")).toThrow(/saved/);
      expect([...store.ledger()]).toEqual([first]);
    });

    test("keeps a text by its digest, once, whatever is in it", () => {
      const text = "version: 1\r\n# Ünïcode, 'quotes' and \u0000\n";
      expect(store.keepText(text)).toBe(sha256(text));
      expect(store.keepText(text)).toBe(sha256(text));
      expect(store.keepText("")).toBe(sha256(""));
      store.close();
      store = place.open();
      expect(store.text(sha256(text))).toBe(text);
      expect(store.text(sha256(""))).toBe("");
      expect(store.text(sha256("never kept"))).toBeNull();
      expect([...store.ledger()]).toEqual([]);
    });

    test("can be closed twice", () => {
      store.close();
      expect(() => store.close()).not.toThrow();
    });
  });
};
