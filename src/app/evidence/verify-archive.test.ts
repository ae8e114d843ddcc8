import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifestPath, signaturePath } from "../../core/evidence/archive-paths.ts";
import { envelopeText } from "../../core/evidence/envelope-text.ts";
import { EvidenceManifest, manifestPayloadType } from "../../core/evidence/evidence-manifest.ts";
import { signEnvelope } from "../../core/evidence/sign-envelope.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { closingFiles } from "./closing-files.ts";
import { approverKey, evidenceStore, teamKey } from "./evidence-store.fixture.ts";
import { exportEvidence, type ExportRequest } from "./export-evidence.ts";
import { readArchive } from "./read-archive.ts";
import { signEvidence } from "./sign-evidence.ts";
import { verifyArchive, type VerifyRequest } from "./verify-archive.ts";
import { type ArchiveFile, writeArchive } from "./write-archive.ts";
import { directoryEntry, endOfDirectory, localHeader, packContent } from "./zip-layout.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-evidence-"));
const archive = join(folder, "a.zip");
const other = join(folder, "b.zip");
const trusted = [{ name: "team", key: teamKey.publicKey }];
const approver = [{ name: "approver", key: approverKey.publicKey }];
let store: RunStore;

const write = (over: Partial<ExportRequest> = {}) => exportEvidence(store, { scope: { model: null, from: null, to: null, runs: [] }, key: teamKey.privateKey, output: archive, at: "2026-03-01T00:00:00.000Z", version: "1.2.3", cwd: folder, ...over });
const verify = (over: Partial<VerifyRequest> = {}) => verifyArchive({ file: archive, cwd: folder, trusted, required: [], others: [], version: "1.2.3", ...over });

interface Found {
  readonly path: string;
  readonly content: Buffer;
  readonly packed: Buffer;
}
const filesIn = async (file = archive): Promise<Found[]> => {
  const found: Found[] = [];
  await readArchive(file, folder, (each) => void found.push(each));
  return found;
};

/** A container that is sound in itself, of whatever files in whatever order. */
const zipOf = (files: readonly { readonly path: string; readonly content: Buffer }[]): Buffer => {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { path, content } of files) {
    const { file, packed } = packContent(path, content, true);
    const header = localHeader(file);
    parts.push(header, Buffer.from(packed));
    directory.push(directoryEntry(file, offset));
    offset += header.byteLength + packed.byteLength;
  }
  const all = Buffer.concat(directory);
  return Buffer.concat([...parts, all, endOfDirectory(directory.length, all.byteLength, offset)]);
};
const refused = async (bytes: Buffer, message?: RegExp | string): Promise<void> => {
  writeFileSync(other, bytes);
  await expect(verify({ file: other })).rejects.toMatchObject({ code: "LS741", ...(message === undefined ? {} : { message: message instanceof RegExp ? expect.stringMatching(message) : expect.stringContaining(message) }) });
};

beforeAll(async () => {
  store = evidenceStore(join(folder, "store"));
  await write();
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("an archive of evidence", () => {
  it("verifies, and says what was proven and what was not", async () => {
    const result = await verify();
    expect(result).toMatchObject({ outcome: "proven", runs: 2, ledger: { entries: 14 } });
    expect(result.proven.join("\n")).toMatch(/nothing was added, dropped, changed or moved\n.*14 entries up to head/);
    expect(await verify({ trusted: [] })).toMatchObject({ outcome: "nobody known", notProven: [expect.stringContaining("who signed it"), expect.anything(), expect.anything()] });
    await expect(verify({ trusted: approver })).rejects.toMatchObject({ code: "LS741", message: expect.stringContaining("none of the keys that are trusted here signed it") });
  });

  it("has the same bytes for the same content", async () => {
    await write({ output: other });
    expect(readFileSync(other).equals(readFileSync(archive))).toBe(true);
  });

  it("holds each document byte for byte as it was sealed, and statements about them", async () => {
    const files = await filesIn();
    for (const { kind, subject, payloadDigest } of store.ledger()) expect([kind, subject, files.filter(({ content }) => sha256(content.toString("utf8")) === payloadDigest).length]).toEqual([kind, subject, 1]);
    const statement = JSON.parse(Buffer.from(JSON.parse(String(files.find(({ path }) => path.startsWith("statements/20260101"))?.content)).payload, "base64").toString("utf8"));
    expect(statement).toMatchObject({ predicateType: "https://in-toto.io/attestation/test-result/v0.1", predicate: { result: "WARNED", warnedTests: ["parity.score:score"], failedTests: ["fairness.equal-opportunity:age"], passedTests: [] } });
    expect(statement.subject.map(({ name }: { name: string }) => name)).toEqual(["models/model.bin", "models/scaler.bin", "requirements.txt", "golden.csv"]);
  });

  it("answers every question of the auditor in words, and puts no foreign text into the page as markup", async () => {
    const page = String((await filesIn()).find(({ path }) => path === "index.html")?.content);
    expect(page.match(/<section /g)).toHaveLength(11);
    expect(page).toContain("1.2 % of pairs lie outside. [0.012 share (95 % 0.004 to 0.021), margin 0.05, agreed, n 1200]");
    expect(page).toContain("known &lt;b&gt;rounding&lt;/b&gt;");
    expect(page).toContain("1 waiver, 1 expired by 2026-03-01");
    expect(page).toContain("first response after 30 minutes (acknowledged)");
    expect(page).toContain("1 alert delivered, the first after 2 minutes to on-call");
    expect(page).toContain("remedy RMD-2026-0001/2 finished, done: traffic is at 0 %");
    expect(page).toContain("policy changed to version 2 by Eve: singlePerson: false -&gt; true");
    expect(page).toContain("maxOutside: 0.05 -&gt; 0.1");
    expect(page).toMatch(/no run of risk in candidate from 2026-01-02 to 2026-03-01 \(57 days\)/);
    expect(page).not.toContain("was not kept");
    expect(page).not.toContain("<script");
  });

  it("of one model holds its documents, and the whole chain", async () => {
    await write({ output: other, scope: { model: "risk", from: null, to: null, runs: [] } });
    expect(await verify({ file: other })).toMatchObject({ outcome: "proven", runs: 1, ledger: { entries: 14 }, notProven: [expect.stringContaining("1 entry outside its scope"), expect.anything(), expect.anything()] });
    await expect(write({ scope: { model: "rsik", from: null, to: null, runs: [] } })).rejects.toMatchObject({ code: "LS502" });
  });

  it("finds any byte that was flipped, whether its signer is trusted or not", async () => {
    const bytes = readFileSync(archive);
    // All of them are flipped by the integration tests.
    for (let at = 0; at < bytes.byteLength; at += 131) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(other, changed);
      await expect(verify({ file: other, trusted: [] }), `byte ${at}`).rejects.toMatchObject({ code: expect.stringMatching(/^LS74[01]$/) });
    }
  });

  it("finds a file that was dropped, added, doubled, swapped or moved", async () => {
    const files = await filesIn();
    for (const { path } of files) await refused(zipOf(files.filter((each) => each.path !== path)));
    await refused(zipOf([{ path: "runs/0.json", content: Buffer.from("{}") }, ...files]), /runs\/0\.json|added/);
    await refused(zipOf([...files, files[3] as Found]), "twice");
    await refused(zipOf([files[1] as Found, files[0] as Found, ...files.slice(2)]));
    const [one, two] = files.filter(({ path }) => path.startsWith("runs/")) as [Found, Found];
    await refused(zipOf(files.map((each) => (each === one ? { ...one, content: two.content } : each === two ? { ...two, content: one.content } : each))), "runs/");
    for (const path of ["../x", "/etc/passwd", "runs/../../x.json", "C:x", "runs\\x.json", "runs/.json"]) await refused(zipOf([{ path, content: Buffer.from("x") }, ...files]), "no name of a file in an archive");
  });

  it("finds a tail that was cut, bytes behind the end and bytes before the beginning", async () => {
    const bytes = readFileSync(archive);
    for (let cut = 1; cut < bytes.byteLength - 4; cut += 173) await refused(bytes.subarray(0, bytes.byteLength - cut), /byte \d+/);
    await refused(Buffer.concat([bytes, Buffer.from([0])]), "1 bytes stand behind its end");
    writeFileSync(other, Buffer.concat([Buffer.from("x"), bytes]));
    await expect(verify({ file: other })).rejects.toMatchObject({ code: "LS740" });
    await expect(verify({ file: "nothing.zip" })).rejects.toMatchObject({ code: "LS740" });
  });

  it("finds what was signed anew with another key, and, by the chain, what was changed before", async () => {
    const mallory = generateKeyPairSync("ed25519").privateKey;
    const forge = async (change: (file: Found) => Buffer, key = mallory): Promise<void> => {
      const files = (await filesIn()).filter(({ path }) => !path.startsWith("manifest") && !path.startsWith("keys/"));
      const given: ArchiveFile[] = files.map((file) => ({ path: file.path, read: () => change(file) }));
      const manifest = EvidenceManifest.parse(JSON.parse(String((await filesIn()).find(({ path }) => path === manifestPath)?.content)));
      await writeArchive(other, given, (listed) => closingFiles(signEnvelope(manifestPayloadType, `${JSON.stringify({ ...manifest, files: listed }, null, 1)}\n`, key), [key, teamKey.privateKey]));
    };
    await forge(({ content }) => content);
    await expect(verify({ file: other })).rejects.toMatchObject({ code: "LS741", place: signaturePath });
    expect(await verify({ file: other, trusted: [] })).toMatchObject({ outcome: "nobody known" });
    // Whoever holds the team's own key still cannot change a document without the chain, nor the page without the documents.
    await forge(({ path, content }) => (path.startsWith("runs/20260101") ? Buffer.from(String(content).replace('"verdict":"warn"', '"verdict":"pass"')) : content), teamKey.privateKey);
    await expect(verify({ file: other })).rejects.toMatchObject({ code: "LS741", message: expect.stringContaining("is not what entry 2 sealed") });
    await forge(({ path, content }) => (path === "index.html" ? Buffer.from(String(content).replace("warn,", "pass,")) : content), teamKey.privateKey);
    await expect(verify({ file: other })).rejects.toMatchObject({ code: "LS741", message: expect.stringContaining("it does not say what the documents say") });
    await forge(({ path, content }) => (path === "ledger.jsonl" ? Buffer.from(String(content).split("\n").slice(0, -2).join("\n").concat("\n")) : content), teamKey.privateKey);
    await expect(verify({ file: other })).rejects.toMatchObject({ code: "LS741", message: expect.stringContaining("ledger.jsonl") });
    const lie = (content: Buffer): Buffer => {
      const envelope = JSON.parse(String(content)) as { payloadType: string; payload: string };
      return Buffer.from(envelopeText(signEnvelope(envelope.payloadType, Buffer.from(envelope.payload, "base64").toString("utf8").replace("WARNED", "PASSED"), teamKey.privateKey)));
    };
    await forge(({ path, content }) => (path.startsWith("statements/20260101") ? lie(content) : content), teamKey.privateKey);
    await expect(verify({ file: other })).rejects.toMatchObject({ code: "LS741", message: expect.stringContaining("it does not say what its run says") });
  });

  it("takes an approver's signature beside the team's, once, on the list, the head and every statement", async () => {
    const sign = (file: string): Promise<{ readonly signatures: number }> => signEvidence({ file, cwd: folder, key: approverKey.privateKey, output: other, version: "1.2.3" });
    expect(await sign(archive)).toEqual({ signatures: 2 });
    expect(await verify({ file: other, required: approver })).toMatchObject({ outcome: "proven", signedBy: [{ trusted: true }, { trusted: true }] });
    expect(await verify({ file: other, trusted: approver })).toMatchObject({ outcome: "proven" });
    await expect(verify({ required: approver })).rejects.toMatchObject({ code: "LS741", message: expect.stringContaining("which was asked for") });
    await expect(sign(other)).rejects.toMatchObject({ code: "LS105" });
    const statement = (await filesIn()).find(({ path }) => path.startsWith("statements/"));
    writeFileSync(join(folder, "one.dsse.json"), statement?.content ?? "");
    expect(await signEvidence({ file: "one.dsse.json", cwd: folder, key: approverKey.privateKey, output: join(folder, "one.dsse.json"), version: "1.2.3" })).toEqual({ signatures: 2 });
  });

  it("is refused when it would unpack to more than it says", async () => {
    const files = await filesIn();
    const bomb = zipOf([{ path: "index.html", content: Buffer.alloc(1_000_000) }, ...files.slice(2)]);
    bomb.writeUInt32LE(100, 22);
    await refused(bomb);
  });
});
