import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { signEnvelope } from "../../core/evidence/sign-envelope.ts";
import { statementPayloadType } from "../../core/evidence/statement.ts";
import { exampleRun, servedFingerprint } from "./example-sign-off.fixture.ts";
import { gateWords } from "./gate-words.ts";
import { type GateQuestion, judgeGate } from "./judge-gate.ts";
import { parseSignOff } from "./read-sign-off.ts";
import { signOff } from "./sign-off.ts";

const ada = generateKeyPairSync("ed25519");
const mallory = generateKeyPairSync("ed25519");
const signedAt = Date.parse("2026-03-01T12:00:00Z");
const day = 86_400_000;

const run = exampleRun();
const signedText = (over: { readonly signer?: string } = {}): string =>
  signOff(run, { environment: "candidate", fingerprints: [servedFingerprint()], agreement: run.agreement, author: "Bob", signer: "Ada", now: signedAt, ...over }, ada.privateKey).text;
const text = signedText();

const question: GateQuestion = {
  trusted: [{ name: "Ada", key: ada.publicKey }], now: signedAt + day, model: "risk", environment: "candidate", fingerprint: servedFingerprint(),
  policy: { identity: ["model", "preprocessing", "image", "lock", "precision"], selfSigned: false }, files: [],
};
const ask = (over: Partial<GateQuestion> = {}, file = text) => judgeGate(parseSignOff(file, "x.json"), { ...question, ...over });
const envelope = (): { payloadType: string; payload: string; signatures: { sig: string }[] } => JSON.parse(text) as never;
const payload = (change: (text: string) => string): string => Buffer.from(change(Buffer.from(envelope().payload, "base64").toString())).toString("base64");

describe("the gate", () => {
  it("opens for what was signed, also after a restart under another name, and says who signed what until when", () => {
    const answer = ask({ fingerprint: servedFingerprint({ "container.pod": "risk-9a", "server.uptime": 2, "container.id": "z" }, { pid: 4711, takenAt: "2026-03-02T00:00:00Z" }) });
    expect(answer).toMatchObject({ outcome: "holds", problems: [], unknown: [], signedBy: ["Ada"] });
    expect(answer.parts.map(({ part, verdict }) => `${part} ${verdict}`)).toEqual(["model same", "preprocessing same", "image same", "lock same", "precision same"]);
    expect(gateWords(answer)).toContain("signed by Ada at 2026-03-01T12:00:00.000Z, verified with the key of Ada; built by Bob, so not self-signed\nvalid until 2026-03-31T12:00:00.000Z\n");
  });

  it.each([
    ["a time without a zone", { expiresAt: "2099-01-01T00:00:00" }, /no moment/],
    ["a number that reads as a year", { expiresAt: "99999" }, /no moment/],
    ["an author that nobody names", { author: null }, /nobody else is known to have built/],
  ])("shuts for %s, whoever signed it", (_, over, problem) => {
    const statement = JSON.parse(Buffer.from(envelope().payload, "base64").toString()) as { predicate: object };
    const signed = JSON.stringify(signEnvelope(statementPayloadType, JSON.stringify({ ...statement, predicate: { ...statement.predicate, ...over } }), ada.privateKey));
    expect(ask({}, signed)).toMatchObject({ outcome: "does not hold", problems: expect.arrayContaining([expect.stringMatching(problem)]) });
  });

  it.each([
    ["another image", { fingerprint: servedFingerprint({ "image.digest": `sha256:${"d".repeat(64)}` }) }, /part "image" differs.*\n {4}image\.digest: signed sha256:c+, deployed sha256:d+$/],
    ["another byte of the model", { fingerprint: servedFingerprint({ "model.file:model.bin": `sha256:${"9".repeat(64)} 120` }) }, /part "model" differs/],
    ["a file more", { fingerprint: servedFingerprint({ "model.file:more.bin": `sha256:${"9".repeat(64)} 1` }) }, /more\.bin: signed nothing, deployed/],
    ["another package", { fingerprint: servedFingerprint({ "package.version:numpy": "2.0.0" }) }, /package\.version:numpy: signed 1\.26\.4, deployed 2\.0\.0/],
    ["another CPU class, when policy demands it", { policy: { identity: ["cpu"] as const, selfSigned: false }, fingerprint: servedFingerprint({ "cpu.flags": ["avx2", "avx512f", "fma"] }) }, /part "cpu" differs/],
    ["a sign-off that has expired", { now: signedAt + 31 * day }, /it expired at/],
    ["a sign-off of tomorrow", { now: signedAt - day }, /still to come/],
    ["another model", { model: "churn" }, /for the model risk, not for churn/],
    ["another environment", { environment: "production" }, /for the environment candidate, not for production/],
    ["a key in another name", { trusted: [{ name: "Grace", key: ada.publicKey }] }, /the key of Grace in the name of Ada/],
    ["a builder's key in another's name", { trusted: [{ name: "Bob", key: ada.publicKey }] }, /the key of Bob in the name of Ada/],
    ["another file on the disk", { files: [{ name: "m", signed: "sha256:a", found: "sha256:b" }] }, /the file m is sha256:b, signed was sha256:a/],
  ] satisfies [string, Partial<GateQuestion>, RegExp][])("stays shut for %s", (_, over, reason) => {
    const answer = ask(over);
    expect(answer.outcome).toBe("does not hold");
    expect(answer.problems[0]).toMatch(reason);
  });

  it("lets another CPU class pass that nobody bound", () => {
    expect(ask({ fingerprint: servedFingerprint({ "cpu.flags": ["avx512f"] }) }).outcome).toBe("holds");
  });

  it("believes no signature but a trusted key's over exactly this", () => {
    const other = JSON.parse(signedText({ signer: "Grace" })) as { signatures: [] };
    const bytes = Buffer.from(envelope().payload, "base64").toString();
    const forgeries = {
      "another key": JSON.stringify(signEnvelope(statementPayloadType, bytes, mallory.privateKey)),
      "a changed payload": JSON.stringify({ ...envelope(), payload: payload((statement) => statement.replace('"environment":"candidate"', '"environment":"reference"')) }),
      "a changed payload type": JSON.stringify({ ...envelope(), payloadType: "text/plain" }),
      "another envelope's signature": JSON.stringify({ ...envelope(), signatures: other.signatures }),
    };
    for (const [what, forged] of Object.entries(forgeries)) {
      const answer = ask({}, forged);
      expect(answer, what).toMatchObject({ outcome: "does not hold", signOff: null, signedBy: [], parts: [] });
      expect(answer.problems, what).toEqual([expect.stringMatching(/^no trusted key signed it/)]);
    }
    expect(ask({ trusted: [] }).outcome).toBe("does not hold");
  });

  it("takes a trusted signature over something else for no sign-off", () => {
    expect(ask({}, JSON.stringify(signEnvelope("text/plain", "hello", ada.privateKey)))).toMatchObject({ outcome: "does not hold", problems: [expect.stringMatching(/carries text\/plain/)] });
  });

  it("reads no key twice, neither in the envelope nor in what was signed", () => {
    const twice = text.replace('"payload":', '"payload": "", "payload":');
    expect(() => parseSignOff(twice, "x.json")).toThrow(/a key stands in it twice/);
    const inside = JSON.stringify({ ...envelope(), payload: payload((statement) => statement.replace('"environment":', '"environment":"reference","environment":')) });
    expect(() => parseSignOff(inside, "x.json")).toThrow(/its payload is no plain JSON/);
    expect(() => parseSignOff("hello", "x.json")).toThrow(/no plain JSON/);
    expect(() => parseSignOff("{}", "x.json")).toThrow(/no envelope/);
  });

  it("does not know what it could not read", () => {
    expect(ask({ fingerprint: "connection refused" })).toMatchObject({ outcome: "not known", unknown: ["what is deployed could not be read: connection refused"] });
    expect(ask({ fingerprint: servedFingerprint({}, { unread: { "image.digest": "no runtime socket" } }) })).toMatchObject({ outcome: "not known", unknown: ['the identity part "image" could not be read now (image.digest: no runtime socket)'] });
    expect(ask({ files: [{ name: "m", signed: "sha256:a", found: null }] }).outcome).toBe("not known");
    // What does not hold is said even when something else could not be read.
    expect(ask({ fingerprint: "connection refused", now: signedAt + 31 * day }).outcome).toBe("does not hold");
  });

  it("is shut for a part that policy demands and that was not read when it was signed", () => {
    const unread = servedFingerprint({}, { unread: { "cpu.flags": "none" } });
    const without = signOff(run, { environment: "candidate", fingerprints: [unread], agreement: run.agreement, author: "Bob", signer: "Ada", now: signedAt }, ada.privateKey).text;
    expect(ask({ policy: { identity: ["cpu"], selfSigned: false } }, without)).toMatchObject({ outcome: "does not hold", problems: [expect.stringMatching(/policy demands the identity part "cpu"/)] });
  });
});
