import type { Fingerprint } from "../domain/fingerprint.ts";
import { type Identity, IdentityPart } from "../domain/identity.ts";
import { canonicalJson } from "../ledger/canonical-json.ts";
import { sha256 } from "../ledger/sha256.ts";
import { identityFields } from "./identity-fields.ts";

/**
 * What a sign-off binds of an environment: for every part `sha256:<hex>` over the canonical JSON of its fields by id, null where the part
 * is not known. Names of pods, process ids and ages are in no part, so a restart changes nothing. The part `lock` is over every installed
 * distribution, loaded or not: which modules are in memory depends on what was asked so far.
 */
export const identityOf = (fingerprint: Fingerprint): Identity =>
  Object.fromEntries(
    IdentityPart.options.map((part) => {
      const fields = identityFields(fingerprint, part);
      return [part, fields === null ? null : `sha256:${sha256(canonicalJson(fields))}`];
    }),
  );
