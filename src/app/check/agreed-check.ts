import type { Agreement } from "../../core/domain/agreement.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import type { PolicyInForce } from "../governance/enter-policy.ts";

/** What a check is held against besides its own options. */
export interface AgreedCheck {
  readonly agreement: Agreement;
  /** The manifests' texts, which the store keeps by digest. */
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
  /** The first manifest's folder, absolute. */
  readonly folder: string;
  /** What follows from verdicts, and is thereby in force; left out where a run is repeated, for then nobody agrees on anything. */
  readonly policy?: PolicyInForce;
  /** The policy of the run that is repeated, which decides and is not put in force again. */
  readonly policyThen?: Policy | null;
}
