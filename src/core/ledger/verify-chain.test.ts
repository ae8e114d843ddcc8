import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LedgerEntry, LedgerKind } from "../domain/ledger-entry.ts";
import { genesisHash, sealEntry } from "./seal-entry.ts";
import { verifyChain } from "./verify-chain.ts";
import { verifyDocuments } from "./verify-documents.ts";

const chainOf = (subjects: readonly string[]): LedgerEntry[] => {
  const entries: LedgerEntry[] = [];
  for (const subject of subjects) {
    entries.push(sealEntry(entries.at(-1) ?? null, { time: "2026-01-02T03:04:05.000Z", actor: "ana", kind: "run", subject, payloadDigest: "d".repeat(64) }));
  }
  return entries;
};

const chains = fc.array(fc.string(), { minLength: 1, maxLength: 8 }).map(chainOf);
const chainAndPlace = chains.chain((chain) => fc.record({ chain: fc.constant(chain), place: fc.nat({ max: chain.length - 1 }) }));
const fields = ["sequence", "time", "actor", "kind", "subject", "payloadDigest", "previousHash", "hash"] as const satisfies readonly (keyof LedgerEntry)[];

describe("verifyChain", () => {
  test("accepts what sealEntry made, and names its head", () => {
    const chain = chainOf(["a", "b", "c"]);
    expect(verifyChain(chain)).toEqual({ ok: true, entries: 3, head: chain[2]?.hash, problem: null });
    expect(verifyChain([])).toEqual({ ok: true, entries: 0, head: genesisHash, problem: null });
    expect(chain[0]?.previousHash).toBe("0".repeat(64));
  });

  test("has the hash that Python's json and hashlib give for the same entry", () => {
    expect(chainOf(["run-1"])[0]?.hash).toBe("add1ca526d7feb0abd3575996f6a1e2161f1dbb06a155895a37107507c07023c");
  });

  test("finds any single mutation of any field of any entry, at its place", () => {
    fc.assert(
      fc.property(chainAndPlace, fc.constantFrom(...fields), fc.oneof(fc.string(), fc.integer(), fc.constant(null)), ({ chain, place }, field, value) => {
        fc.pre(!Object.is(chain[place]?.[field], value));
        const mutated = chain.map((entry, index) => (index === place ? ({ ...entry, [field]: value } as LedgerEntry) : entry));
        expect(verifyChain(mutated)).toMatchObject({ ok: false, entries: place, problem: { sequence: place + 1 } });
      }),
      { numRuns: 500 },
    );
  });

  test("finds one changed character in any text of an entry", () => {
    fc.assert(
      fc.property(chainAndPlace, fc.constantFrom("time", "actor", "subject", "payloadDigest", "previousHash", "hash"), fc.nat(), ({ chain, place }, field, at) => {
        const text = chain[place]?.[field] as string;
        fc.pre(text.length > 0);
        const index = at % text.length;
        const changed = `${text.slice(0, index)}${text[index] === "x" ? "y" : "x"}${text.slice(index + 1)}`;
        expect(verifyChain(chain.map((entry, i) => (i === place ? { ...entry, [field]: changed } : entry))).ok).toBe(false);
      }),
    );
  });

  test("finds a field that was put in or taken out", () => {
    const [first] = chainOf(["a"]) as [LedgerEntry];
    const { actor: _actor, ...without } = first;
    expect(verifyChain([{ ...first, note: "" } as LedgerEntry]).ok).toBe(false);
    expect(verifyChain([without as LedgerEntry]).ok).toBe(false);
  });

  test("finds a dropped, a doubled and a moved entry", () => {
    fc.assert(
      fc.property(chainAndPlace, fc.nat(), ({ chain, place }, other) => {
        const to = other % chain.length;
        const dropped = chain.toSpliced(place, 1);
        if (place < chain.length - 1) expect(verifyChain(dropped)).toMatchObject({ ok: false, problem: { sequence: place + 1 } });
        expect(verifyChain(chain.toSpliced(to, 0, chain[place] as LedgerEntry)).ok).toBe(false);
        if (to !== place) expect(verifyChain(dropped.toSpliced(to, 0, chain[place] as LedgerEntry)).ok).toBe(false);
      }),
    );
  });

  test("finds a cut tail against a head noted before, and accepts what was added since", () => {
    const chain = chainOf(["a", "b", "c", "d"]);
    const noted = (chain[2] as LedgerEntry).hash;
    expect(verifyChain(chain.slice(0, 2)).ok).toBe(true);
    expect(verifyChain(chain.slice(0, 2), { head: noted })).toMatchObject({ ok: false, entries: 2, problem: { sequence: 3 } });
    expect(verifyChain([], { head: noted }).ok).toBe(false);
    expect(verifyChain(chain, { head: noted }).ok).toBe(true);
    expect(verifyChain(chain, { head: noted.slice(0, 12) }).ok).toBe(true);
    expect(verifyChain(chain, { head: genesisHash }).ok).toBe(true);
  });

  test("finds a chain that was written anew, against the head", () => {
    const noted = chainOf(["a", "b"]).at(-1)?.hash as string;
    expect(verifyChain(chainOf(["a", "B"]), { head: noted }).ok).toBe(false);
  });
});

describe("verifyDocuments", () => {
  const digest = "d".repeat(64);
  const run = (subject: string, over: { digest?: string; kind?: LedgerKind } = {}) => ({ kind: "run" as LedgerKind, subject, digest, ...over });
  const chain = chainOf(["a", "b"]);

  test("accepts documents that are as they were sealed", () => {
    expect(verifyDocuments(chain, [run("b"), run("a")])).toBeNull();
  });

  test("names a changed, a missing and a stray document", () => {
    expect(verifyDocuments(chain, [run("a"), run("b", { digest: "e" })])).toMatchObject({ sequence: 2, what: expect.stringContaining("run b was changed") });
    expect(verifyDocuments(chain, [run("b")])).toMatchObject({ sequence: 1, what: expect.stringContaining("no longer in the store") });
    expect(verifyDocuments(chain, [run("a"), run("b"), run("c")])).toMatchObject({ sequence: 3, what: expect.stringContaining("run c") });
  });

  test("accepts that retention took a run away, and only that run, under its digest, later on", () => {
    const gone = (over: object = {}) => ({ ...run("a"), sequence: 3, ...over });
    expect(verifyDocuments(chain, [run("b")], [gone()])).toBeNull();
    for (const over of [{ digest: "e" }, { subject: "b" }, { sequence: 1 }]) expect(verifyDocuments(chain, [run("b")], [gone(over)])).toMatchObject({ sequence: 1, what: "run a is in the ledger but no longer in the store" });
  });

  test("keeps documents of several kinds under one subject apart", () => {
    const baseline = sealEntry(chain.at(-1) ?? null, { time: "2026-01-02T03:04:05.000Z", actor: "ana", kind: "baseline", subject: "a", payloadDigest: "e".repeat(64) });
    const entries = [...chain, baseline];
    expect(verifyDocuments(entries, [run("a"), run("b"), run("a", { kind: "baseline", digest: "e".repeat(64) })])).toBeNull();
    expect(verifyDocuments(entries, [run("a"), run("b")])).toMatchObject({ sequence: 3, what: "baseline a is in the ledger but no longer in the store" });
    expect(verifyDocuments(entries, [run("a"), run("b"), run("a", { kind: "golden", digest: "e".repeat(64) })])).toMatchObject({ sequence: 3 });
  });
});
