import type { KeyObject } from "node:crypto";
import type { Agreement } from "../../core/domain/agreement.ts";
import { type IdentityPart, IdentityPart as Parts } from "../../core/domain/identity.ts";
import type { FieldValue, Fingerprint } from "../../core/domain/fingerprint.ts";
import type { Run } from "../../core/domain/run.ts";
import type { SignOff } from "../../core/domain/sign-off.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { signEnvelope } from "../../core/evidence/sign-envelope.ts";
import { type SignOffStatement, statementPayloadType, type Subject } from "../../core/evidence/statement.ts";
import { identityFields } from "../../core/fingerprint/identity-fields.ts";
import { identityOf } from "../../core/fingerprint/identity-of.ts";
import { runDigest } from "../../core/ledger/run-digest.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { lastMoment } from "./last-moment.ts";
import { refusals } from "./refusals.ts";
import { samePerson } from "../../core/governance/same-person.ts";
import type { SignOffRequest } from "./sign-off-request.ts";

/** A sign-off as it is written to a file, and what stands in it. */
export interface SignedOff {
  readonly text: string;
  readonly statement: SignOffStatement;
}

/** Signs a run off with a private ed25519 key. LS512 with every reason at once when it cannot be. */
export const signOff = (run: Run, request: SignOffRequest, key: KeyObject): SignedOff => {
  const { agreement } = request;
  const reasons = refusals(run, request);
  const [fingerprint] = request.fingerprints;
  if (reasons.length > 0 || agreement === null || fingerprint === undefined) {
    throw new LockstepError("LS512", { message: `run ${run.id} cannot be signed off (${countOf(reasons.length, "reason")}):\n${reasons.map((reason) => `- ${reason}`).join("\n")}`, place: `run ${run.id}` });
  }
  const statement: SignOffStatement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: subjectsOf(agreement, run),
    predicateType: "urn:lockstep:sign-off:v1",
    predicate: predicateOf(run, request, agreement, fingerprint),
  };
  return { statement, text: `${JSON.stringify(signEnvelope(statementPayloadType, JSON.stringify(statement), key), null, 2)}\n` };
};

const hex = (digest: string): string => digest.replace(/^sha256:/, "");
const named = (digest: string): string => `sha256:${hex(digest)}`;

/** The files of the model and its preprocessing, and the inputs that it was tried with: the golden set, or the file that was given. */
const subjectsOf = ({ artifacts }: Agreement, { inputs }: Run): Subject[] => {
  const subjects = artifacts.flatMap(({ group, path, digest }): Subject[] => (group === "lock" ? [] : [{ name: path, digest: { sha256: hex(digest) }, annotations: { group } }]));
  if (inputs.digest !== null && !subjects.some(({ annotations }) => annotations.group === "golden")) subjects.push({ name: inputs.source, digest: { sha256: hex(inputs.digest) }, annotations: { group: "golden" } });
  return subjects;
};

const predicateOf = (run: Run, { environment, signer, author, now }: SignOffRequest, agreement: Agreement, fingerprint: Fingerprint): SignOff => ({
  lockstep: "sign-off",
  schemaVersion: 1,
  model: agreement.model,
  modelVersion: agreement.perEnvironment?.[environment]?.modelVersion ?? agreement.modelVersion,
  environment,
  run: { id: run.id, digest: `sha256:${runDigest(run)}`, verdict: run.verdict, headline: run.headline, ledgerHead: run.ledger?.head ?? null },
  manifestDigest: agreement.manifests[0] === undefined ? null : named(agreement.manifests[0].digest),
  identity: identityOf(fingerprint),
  bound: agreement.policy.identity,
  fields: fieldsOf(fingerprint, Parts.options),
  budgets: run.budgets.filter((budget) => budget.environment === environment).map(({ environment: _environment, ...budget }) => budget),
  accepted: run.findings.filter(({ verdict, mode }) => verdict === "warn" && mode !== "observe").map(({ statement }) => statement),
  signedAt: new Date(now).toISOString(),
  // What is signed rests on the overrides in force, and ends with the first of them.
  expiresAt: new Date(Math.min(now + agreement.policy.signOff.validForMs, ...agreement.overrides.flatMap(({ until }) => (until === null ? [] : [lastMoment(until)])))).toISOString(),
  signer,
  author,
  selfSigned: author === null || samePerson(signer, author),
});

const fieldsOf = (fingerprint: Fingerprint, parts: readonly IdentityPart[]): Record<string, FieldValue> =>
  Object.assign({}, ...parts.map((part) => identityFields(fingerprint, part) ?? {})) as Record<string, FieldValue>;
