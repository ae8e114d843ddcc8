import { keyId } from "../../core/evidence/key-id.ts";
import { type TrustedKey, verifyEnvelope } from "../../core/evidence/verify-envelope.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { SignedPart } from "./check-content.ts";
import { differs } from "./read-archive.ts";

/** A signature of its own in an archive: over what, with which key, and whether that key was at hand and fits. */
export interface PartSignature {
  readonly path: string;
  readonly what: SignedPart["what"];
  /** `sha256:…`; null where the signature names none. */
  readonly key: string | null;
  /** `given`: with a key that was given here; `carried`: with one that the archive brings, whose owner nobody here knows; `unknown`: no key of that name was at hand. */
  readonly verified: "given" | "carried" | "unknown";
}

/** Holds every signature against the keys that were given here and those that the archive carries. LS741 for one that names such a key and was not made with it. */
export const checkSignedParts = (parts: readonly SignedPart[], given: readonly TrustedKey[], carried: readonly TrustedKey[]): PartSignature[] =>
  parts.flatMap(({ what, path, envelope }) => envelope.signatures.map((signature): PartSignature => {
    const alone = { ...envelope, signatures: [signature] };
    const named = ({ key }: TrustedKey): boolean => signature.keyid === undefined || keyId(key) === signature.keyid;
    for (const [verified, keys] of [["given", given.filter(named)], ["carried", carried.filter(named)]] as const) {
      const [by] = verifyEnvelope(alone, keys);
      if (by !== undefined) return { path, what, key: keyId(by.key), verified };
      if (keys.length > 0 && signature.keyid !== undefined) throw differs(path, `its signature by ${signature.keyid} does not verify`);
    }
    return { path, what, key: signature.keyid ?? null, verified: "unknown" };
  }));

/** What the signatures prove, in sentences, and what they leave open. */
export const signedWords = (signatures: readonly PartSignature[]): { readonly proven: readonly string[]; readonly notProven: readonly string[] } => {
  const told = (verified: PartSignature["verified"]): readonly (readonly [string, readonly PartSignature[]])[] => [...Map.groupBy(signatures.filter((each) => each.verified === verified), ({ key }) => key ?? "a key that they do not name")];
  const parts = (each: readonly PartSignature[]): string => [...Map.groupBy(each, ({ what }) => what)].map(([what, of]) => `${countOf(of.length, what)} (${listOf(of.slice(0, 3).map(({ path }) => path))}${of.length > 3 ? " …" : ""})`).join(" and ");
  return {
    proven: [
      ...told("given").map(([key, each]) => `${parts(each)}: signed with ${key}, a key that was given here`),
      ...told("carried").map(([key, each]) => `${parts(each)}: signed with ${key}, a key that the archive carries`),
    ],
    notProven: [
      ...told("carried").map(([key]) => `whose key ${key} is: the archive carries it, and nobody gave it here (--key)`),
      ...told("unknown").map(([key, each]) => `that ${parts(each)} ${each.length === 1 ? "was" : "were"} signed as ${each.length === 1 ? "it says" : "they say"}: ${key} was not given (--key)`),
    ],
  };
};
