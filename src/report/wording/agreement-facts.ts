import type { Agreement } from "../../core/domain/agreement.ts";
import { formatNumber, formatPlural } from "./format-number.ts";

const day = 86_400_000;
const hour = 3_600_000;

const duration = (ms: number): string => (ms >= day ? formatPlural(Number(formatNumber(ms / day).replaceAll(",", "")), "day") : `${formatNumber(ms / hour)} h`);

const policyWords = ({ policy }: Agreement): string => {
  const { signOff } = policy;
  return [
    policy.equal.length === 0 ? "nothing has to be equal whatever the answers do" : `equal whatever the answers do: ${policy.equal.join(", ")}${policy.equalAgreed === false ? " (by default)" : ""}`,
    `a sign-off binds ${policy.identity.length === 0 ? "nothing" : policy.identity.join(", ")}, holds ${duration(signOff.validForMs)}, ${signOff.selfSigned ? "may be signed by the author" : "is not signed by the author"}, ${signOff.allowWarnings ? "allows warnings" : "allows no warnings"}`,
    policy.baselineStandsIn ? "a baseline may stand in" : "no baseline may stand in",
    ...(signOff.signers.length === 0 ? [] : [`signers: ${signOff.signers.map(({ name }) => name).join(", ")}`]),
  ].join("; ");
};

/** Who agreed on what, as pairs of a name and a text; null where it is not known. */
export const agreementFacts = (agreement: Agreement): readonly (readonly [string, string | null])[] => {
  const { model, modelVersion, author, owner, modes } = agreement;
  const cautious = Object.entries(modes).filter(([, mode]) => mode !== "enforce");
  return [
    ["Model", modelVersion === null ? model : `${model}, version ${modelVersion}`],
    ["Owner", owner === null ? null : [owner.name, owner.function ?? null, owner.contact ?? null].filter((part) => part !== null).join(", ")],
    ["Author", author],
    ["Policy", policyWords(agreement)],
    ["Checks that only warn or show", cautious.length === 0 ? "none" : cautious.map(([check, mode]) => `${check} (${mode})`).join(", ")],
  ];
};

/** The manifests that were agreed upon, each with its digest. */
export const manifestWords = ({ manifests }: Agreement): string => manifests.map(({ path, digest }) => `${path} ${digest}`).join("; ");
