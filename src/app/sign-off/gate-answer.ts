import type { FieldValue } from "../../core/domain/fingerprint.ts";
import type { IdentityPart } from "../../core/domain/identity.ts";
import type { SignOff } from "../../core/domain/sign-off.ts";

/** One part of the identity: what was signed, what is deployed now. */
export interface GatePart {
  readonly part: IdentityPart;
  readonly signed: string | null;
  /** Null when it could not be read now. */
  readonly deployed: string | null;
  readonly verdict: "same" | "different" | "not read";
  /** Fields that are not the same; undefined on the side that lacks one. */
  readonly differs: readonly { readonly id: string; readonly signed?: FieldValue; readonly deployed?: FieldValue }[];
}

/** A file that was signed off, and what is there now; null when it could not be read. */
export interface GateFile {
  readonly name: string;
  readonly signed: string;
  readonly found: string | null;
}

/** What a gate concluded, and from what. */
export interface GateAnswer {
  /** `holds` opens the gate; `not known` means that something could not be read. */
  readonly outcome: "holds" | "does not hold" | "not known";
  /** What does not hold, a sentence each. */
  readonly problems: readonly string[];
  /** What could not be read, a sentence each. */
  readonly unknown: readonly string[];
  /** The parts that must be the same. */
  readonly parts: readonly GatePart[];
  readonly files: readonly GateFile[];
  /** Names or ids of the trusted keys that signed. */
  readonly signedBy: readonly string[];
  /** What was signed; null when no trusted key did, for then its claims mean nothing. */
  readonly signOff: SignOff | null;
}
