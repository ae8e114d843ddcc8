import { listOf } from "../../core/wording/list-of.ts";
import type { GateAnswer } from "./gate-answer.ts";

/** What a gate says when it opens, or cannot tell: who signed what, until when, and what was held against it. */
export const gateWords = ({ outcome, signOff, signedBy, parts, files, unknown }: GateAnswer): string => {
  if (signOff === null) return "";
  const { model, modelVersion, environment, signer, author, selfSigned, signedAt, expiresAt, run, accepted } = signOff;
  const held = parts.filter(({ verdict }) => verdict === "same").map(({ part }) => part);
  return [
    outcome === "holds" ? `the sign-off holds: ${model}${modelVersion === null ? "" : ` ${modelVersion}`} in ${environment} is what was signed off` : `the sign-off is for ${model}${modelVersion === null ? "" : ` ${modelVersion}`} in ${environment}`,
    `signed by ${signer} at ${signedAt}, verified with the key of ${listOf(signedBy)}; ${selfWords(selfSigned, author)}`,
    `valid until ${expiresAt}`,
    `from run ${run.id} (${run.verdict}): ${run.headline}`,
    ...(accepted.length === 0 ? [] : [`accepted by signing: ${accepted.join("; ")}`]),
    ...(held.length === 0 ? [] : [`the same as signed: ${listOf(held)}`]),
    ...(files.length > 0 && files.every(({ signed, found }) => signed === found) ? [`files by digest: ${listOf(files.map(({ name }) => name))}`] : []),
    ...unknown.map((what) => `not known: ${what}`),
    "",
  ].join("\n");
};

const selfWords = (selfSigned: boolean, author: string | null): string => {
  if (!selfSigned) return `built by ${author ?? "somebody else"}, so not self-signed`;
  return author === null ? "who built it is not known, so it counts as self-signed" : "self-signed: the signer built it";
};
