import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keyId } from "../../core/evidence/key-id.ts";
import { signPush } from "../../core/evidence/push-voucher.ts";
import { signEnvelope } from "../../core/evidence/sign-envelope.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { checkSignedParts, signedWords } from "./check-signed-parts.ts";
import { evidenceStore, teamKey } from "./evidence-store.fixture.ts";
import { exportEvidence } from "./export-evidence.ts";
import { verifyArchive } from "./verify-archive.ts";

const [ana, ci] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
const trust = (...keys: readonly typeof ana[]) => keys.map(({ publicKey }) => ({ name: null, key: publicKey }));
const signOff = { what: "sign-off" as const, path: "sign-offs/a.json", envelope: signEnvelope("application/vnd.in-toto+json", "{}", ana.privateKey) };

test("a signature is told as verified by a key that was given, by one that the archive carries, or as not known; one that does not fit the key it names fails", () => {
  const told = (given: Parameters<typeof checkSignedParts>[1], carried: Parameters<typeof checkSignedParts>[2]) => checkSignedParts([signOff], given, carried);
  expect(told(trust(ana), trust(ci))).toEqual([{ path: "sign-offs/a.json", what: "sign-off", key: keyId(ana.publicKey), verified: "given" }]);
  expect(told(trust(ci), trust(ana))).toMatchObject([{ verified: "carried" }]);
  expect(signedWords(told(trust(ci), trust(ana)))).toMatchObject({ proven: [expect.stringContaining("a key that the archive carries")], notProven: [expect.stringContaining("nobody gave it here")] });
  expect(signedWords(told(trust(ci), []))).toMatchObject({ proven: [], notProven: [expect.stringContaining(`${keyId(ana.publicKey)} was not given`)] });
  const [signature] = signEnvelope("application/vnd.in-toto+json", "{}", ci.privateKey).signatures;
  const forged = { ...signOff, envelope: { ...signOff.envelope, signatures: [{ keyid: keyId(ana.publicKey), sig: signature?.sig ?? "" }] } };
  for (const [given, carried] of [[trust(ana), []], [[], trust(ana)]] as const) expect(() => checkSignedParts([forged], given, carried)).toThrow(expect.objectContaining({ code: "LS741", message: expect.stringContaining("does not verify") }));
});

test("an archive's pushed runs are held against the keys that are given, and what was signed must be about the run that it names", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-signed-"));
  const store = evidenceStore(folder);
  try {
    const push = (subject: string, run: string, signed: string): void => void store.enter({ kind: "push", subject, payload: { run, model: "risk", digest: "0".repeat(64), by: "token ci", key: null, envelope: signPush(signed, "0".repeat(64), ci.privateKey) } as unknown as CanonicalValue }, "token ci");
    const archive = join(folder, "a.zip");
    const verify = async (...others: readonly typeof ana[]) => {
      await exportEvidence(store, { scope: { model: null, from: null, to: null, runs: [] }, key: teamKey.privateKey, output: archive, at: "2026-03-01T00:00:00.000Z", version: "1.2.3", cwd: folder });
      return verifyArchive({ file: archive, cwd: folder, trusted: trust(teamKey), required: [], others: trust(...others), version: "1.2.3" });
    };
    push("r/0", "r", "r");
    expect((await verify()).parts).toMatchObject([{ what: "pushed run", key: keyId(ci.publicKey), verified: "unknown" }]);
    expect(await verify(ana, ci)).toMatchObject({ outcome: "proven", parts: [{ verified: "given" }] });
    push("s/0", "s", "another");
    await expect(verify(ci)).rejects.toMatchObject({ code: "LS741", message: expect.stringContaining("not about the run") });
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
