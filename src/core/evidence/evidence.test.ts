import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Envelope } from "./envelope.ts";
import { keyId } from "./key-id.ts";
import { plainJson } from "./plain-json.ts";
import { preAuthenticationEncoding } from "./pre-authentication-encoding.ts";
import { signEnvelope } from "./sign-envelope.ts";
import { verifyEnvelope } from "./verify-envelope.ts";

const mine = generateKeyPairSync("ed25519");
const another = generateKeyPairSync("ed25519");
const trusted = [{ name: "Ada", key: mine.publicKey }];

describe("an envelope", () => {
  it("encodes as the protocol's own example does", () => {
    expect(preAuthenticationEncoding("http://example.com/HelloWorld", Buffer.from("hello world")).toString()).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    expect(preAuthenticationEncoding("é", Buffer.from("ü")).toString()).toBe("DSSEv1 2 é 2 ü");
  });

  it("is verified by the key that signed it, and by no other", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (type, payload) => {
      const envelope = signEnvelope(type, payload, mine.privateKey);
      expect(verifyEnvelope(envelope, trusted)).toEqual(trusted);
      expect(verifyEnvelope(envelope, [{ name: "Bob", key: another.publicKey }])).toEqual([]);
      expect(verifyEnvelope(envelope, [])).toEqual([]);
    }), { numRuns: 30 });
  });

  it("does not verify once anything that is signed was changed", () => {
    const envelope = signEnvelope("a", "b", mine.privateKey);
    const other = signEnvelope("a", "c", mine.privateKey);
    expect(verifyEnvelope({ ...envelope, payload: other.payload }, trusted)).toEqual([]);
    expect(verifyEnvelope({ ...envelope, payloadType: "A" }, trusted)).toEqual([]);
    expect(verifyEnvelope({ ...envelope, signatures: other.signatures }, trusted)).toEqual([]);
    expect(verifyEnvelope({ ...envelope, signatures: [{ sig: "AAAA" }] }, trusted)).toEqual([]);
    // A key id is a hint: another's key under mine does not make it mine.
    const forged = signEnvelope("a", "b", another.privateKey);
    expect(verifyEnvelope({ ...forged, signatures: forged.signatures.map(({ sig }) => ({ keyid: keyId(mine.publicKey), sig })) }, trusted)).toEqual([]);
  });

  it("may carry a second signature, and holds when one of the two is trusted", () => {
    const one = signEnvelope("a", "b", another.privateKey);
    const two = signEnvelope("a", "b", mine.privateKey);
    expect(verifyEnvelope({ ...one, signatures: [...one.signatures, ...two.signatures] }, trusted)).toEqual(trusted);
  });

  it("is read only when its base64 is written as base64 is, and nothing else stands in it", () => {
    const envelope = signEnvelope("a", "bb", mine.privateKey);
    expect(Envelope.safeParse(envelope).success).toBe(true);
    expect(Envelope.safeParse({ ...envelope, payload: `${envelope.payload} ` }).success).toBe(false);
    expect(Envelope.safeParse({ ...envelope, key: "x" }).success).toBe(false);
    expect(Envelope.safeParse({ ...envelope, signatures: [] }).success).toBe(false);
  });
});

describe("plainJson", () => {
  it("reads what JSON.stringify writes, with any white space", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.stringify(plainJson(text))).toBe(text);
      expect(JSON.stringify(plainJson(JSON.stringify(value, null, 2)))).toBe(text);
    }));
  });

  it.each(['{"a":1,"a":2}', '{"a":1,"a":1}', '{"x":{"b":1,"\\u0062":2}}', '[{"a":"x","b":1,"a":"x"}]', "[1.0]"])("refuses %s", (text) => {
    expect(() => plainJson(text)).toThrow(SyntaxError);
  });
});

describe("a key's id", () => {
  it("is the same for both halves of a pair, and differs between pairs", () => {
    expect(keyId(mine.privateKey)).toBe(keyId(mine.publicKey));
    expect(keyId(another.publicKey)).not.toBe(keyId(mine.publicKey));
    expect(keyId(mine.publicKey)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
