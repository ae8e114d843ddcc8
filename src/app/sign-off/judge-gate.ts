import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { IdentityPart } from "../../core/domain/identity.ts";
import type { SignOff } from "../../core/domain/sign-off.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import { type TrustedKey, verifyEnvelope } from "../../core/evidence/verify-envelope.ts";
import { statementPayloadType } from "../../core/evidence/statement.ts";
import { identityFields } from "../../core/fingerprint/identity-fields.ts";
import { identityOf } from "../../core/fingerprint/identity-of.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { GateAnswer, GateFile, GatePart } from "./gate-answer.ts";
import type { ReadSignOff } from "./read-sign-off.ts";
import { samePerson } from "../../core/governance/same-person.ts";

/** What the gate was asked, and what was found of what is deployed. */
export interface GateQuestion {
  readonly trusted: readonly TrustedKey[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Names that the sign-off must bear; null where nobody asked for one. */
  readonly model: string | null;
  readonly environment: string | null;
  /** What is deployed, or why it could not be read. */
  readonly fingerprint: Fingerprint | string;
  /** What policy demands now, besides what was signed; null without a manifest. */
  readonly policy: { readonly identity: readonly IdentityPart[]; readonly selfSigned: boolean } | null;
  readonly files: readonly GateFile[];
}

/** Whether a sign-off holds for what is deployed now. Signature first: what no trusted key signed is not looked into. */
export const judgeGate = ({ envelope, statement }: Pick<ReadSignOff, "envelope" | "statement">, question: GateQuestion): GateAnswer => {
  const signers = verifyEnvelope(envelope, question.trusted);
  const closed = (problem: string): GateAnswer => ({ outcome: "does not hold", problems: [problem], unknown: [], parts: [], files: [], signedBy: [], signOff: null });
  if (signers.length === 0) {
    const hints = envelope.signatures.flatMap(({ keyid }) => (keyid === undefined ? [] : [keyid]));
    return closed(`no trusted key signed it: it was changed, or signed with another key (${hints.length === 0 ? "it names none" : `it names ${listOf(hints)}`}; trusted: ${listOf(question.trusted.map(({ key }) => keyId(key)))})`);
  }
  if (statement === null) return closed(`the envelope carries ${envelope.payloadType}, not a sign-off (${statementPayloadType})`);
  const signOff = statement.predicate;
  const parts = partsOf(signOff, question);
  const problems = [
    ...claimProblems(signOff, signers, question),
    ...parts.filter(({ verdict, signed }) => verdict === "different" || (verdict === "not read" && signed === null)).map(differentPart),
    ...question.files.filter(({ signed, found }) => found !== null && found !== signed).map(({ name, signed, found }) => `the file ${name} is ${found}, signed was ${signed}`),
  ];
  const unknown = [
    ...(typeof question.fingerprint === "string" ? [`what is deployed could not be read: ${question.fingerprint}`] : []),
    ...parts.filter(({ verdict, signed }) => verdict === "not read" && signed !== null && typeof question.fingerprint !== "string").map(({ part }) => `the identity part "${part}" could not be read now${whyUnread(question.fingerprint, part)}`),
    ...question.files.filter(({ found }) => found === null).map(({ name }) => `the file ${name} could not be read`),
  ];
  return { outcome: problems.length > 0 ? "does not hold" : unknown.length > 0 ? "not known" : "holds", problems, unknown, parts, files: question.files, signedBy: signers.map(({ name, key }) => name ?? keyId(key)), signOff };
};

const claimProblems = (signOff: SignOff, signers: readonly TrustedKey[], { now, model, environment, policy }: GateQuestion): string[] => {
  const names = signers.flatMap(({ name }) => (name === null ? [] : [name]));
  const ownHand = signOff.selfSigned || signOff.author === null || (names.length > 0 && names.every((name) => samePerson(name, signOff.author as string)));
  const unclear = [signOff.signedAt, signOff.expiresAt].filter((time) => !moment.test(time));
  return [
    ...unclear.map((time) => `"${time}" is no moment: a date, a time and its zone are wanted`),
    ...(Date.parse(signOff.expiresAt) > now ? [] : [`it expired at ${signOff.expiresAt}; now is ${new Date(now).toISOString()}`]),
    ...(Date.parse(signOff.signedAt) <= now + clockSlackMs ? [] : [`it was signed at ${signOff.signedAt}, which is still to come; now is ${new Date(now).toISOString()}`]),
    ...(model === null || model === signOff.model ? [] : [`it is for the model ${signOff.model}, not for ${model}`]),
    ...(environment === null || environment === signOff.environment ? [] : [`it is for the environment ${signOff.environment}, not for ${environment}`]),
    ...(names.length === 0 || names.some((name) => samePerson(name, signOff.signer)) ? [] : [`it was signed with the key of ${listOf(names)} in the name of ${signOff.signer}`]),
    ...(policy !== null && !policy.selfSigned && ownHand ? [`${signOff.signer} signed what nobody else is known to have built, which policy.signOff.selfSigned does not allow`] : []),
    ...(signOff.run.verdict === "pass" || signOff.run.verdict === "warn" ? [] : [`the run behind it ended with ${signOff.run.verdict}`]),
    ...signOff.budgets.filter(({ verdict }) => verdict !== "pass").map(({ budget }) => `the budget ${budget} was not kept when it was signed`),
    ...(signOff.bound.length === 0 ? ["it binds no part of an identity"] : []),
  ];
};

/** ISO 8601 with a zone; what else reads as a date means another moment on another machine. */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Two machines' clocks may be this far apart. */
const clockSlackMs = 5 * 60 * 1000;

const partsOf = (signOff: SignOff, { fingerprint, policy }: GateQuestion): GatePart[] => {
  const deployed = typeof fingerprint === "string" ? {} : identityOf(fingerprint);
  const wanted = IdentityPart.options.filter((part) => signOff.bound.includes(part) || policy?.identity.includes(part) === true);
  return wanted.map((part): GatePart => {
    const [before, now] = [signOff.identity[part] ?? null, deployed[part] ?? null];
    const verdict = before === null || now === null ? "not read" : before === now ? "same" : "different";
    return { part, signed: before, deployed: now, verdict, differs: verdict === "different" && typeof fingerprint !== "string" ? differingFields(signOff, fingerprint, part) : [] };
  });
};

const isOf = (id: string, part: IdentityPart): boolean => parseFieldId(id).kind?.identity === part;

const differingFields = ({ fields }: SignOff, fingerprint: Fingerprint, part: IdentityPart): GatePart["differs"] => {
  const now = identityFields(fingerprint, part) ?? {};
  const before = Object.fromEntries(Object.entries(fields).filter(([id]) => isOf(id, part)));
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((id) => {
    const [signed, deployed] = [before[id], now[id]];
    return JSON.stringify(signed) === JSON.stringify(deployed) ? [] : [{ id, ...(signed === undefined ? {} : { signed }), ...(deployed === undefined ? {} : { deployed }) }];
  });
};

/** As many fields as anybody reads at once; the JSON answer holds all. */
const mostFields = 5;

const differentPart = ({ part, signed, deployed, differs }: GatePart): string => {
  if (signed === null) return `policy demands the identity part "${part}", which was not read when it was signed`;
  const told = differs.slice(0, mostFields).map((field) => `${field.id}: signed ${shown(field.signed)}, deployed ${shown(field.deployed)}`);
  const rest = differs.length - told.length;
  return [`the identity part "${part}" differs: signed ${signed}, deployed ${deployed ?? "not read"}`, ...told.map((line) => `    ${line}`), ...(rest > 0 ? [`    and ${rest} more`] : [])].join("\n");
};

const shown = (value: GatePart["differs"][number]["signed"]): string => (value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value));

const whyUnread = (fingerprint: Fingerprint | string, part: IdentityPart): string => {
  if (typeof fingerprint === "string") return "";
  const reason = Object.entries(fingerprint.unread).find(([id]) => isOf(id, part));
  return reason === undefined ? "" : ` (${reason[0]}: ${reason[1]})`;
};
