import type { Agreement } from "../../../core/domain/agreement.ts";
import type { Finding } from "../../../core/domain/finding.ts";
import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { matchesField } from "../../../core/fingerprint/matches-field.ts";
import { parseFieldId } from "../../../core/fingerprint/parse-field-id.ts";
import { listOf } from "../../../core/wording/list-of.ts";

/** One thing that is not as the manifest says. */
interface Departure {
  readonly id: string;
  readonly statement: string;
  readonly action: string;
}

/**
 * One environment held against what was agreed: the model's files, its decision threshold, the image, the order of features, the seeds. What the
 * fingerprint does not hold is not judged here; what policy demands and nobody read is the environment check's finding.
 */
export const agreedFindings = (agreement: Agreement, environment: string, fingerprint: Fingerprint, mode: Finding["mode"]): Finding[] => {
  const allowed = agreement.overrides.filter((override) => override.environment === environment).flatMap(({ allow }) => allow);
  const departures = [...fileDepartures(agreement, fingerprint, environment), ...valueDepartures(agreement, fingerprint, environment)].filter(({ id }) => !allowed.some((pattern) => matchesField(pattern, id)));
  return departures.map(({ id, statement, action }) => ({
    id: `environment.agreed/${environment}/${id}`, check: "environment.agreed", subject: { kind: "environment", name: `${id} of ${environment}`, segment: null },
    verdict: "fail", severity: "critical", mode, statement, estimate: null, unit: "difference", interval: null, margin: null, marginOrigin: "agreed", n: 1, noiseFloor: null,
    reason: "the manifest says otherwise, and no override of this environment allows it", action, needed: null, evidence: { field: id },
  }));
};

/** A served file belongs to an agreed one when its path ends with it, or both end in the same name. */
const sameFile = (served: string, agreed: string): boolean => served === agreed || served.endsWith(`/${agreed}`) || agreed.endsWith(`/${served}`) || baseName(served) === baseName(agreed);

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const fileDepartures = ({ artifacts }: Agreement, { fields }: Fingerprint, environment: string): Departure[] => {
  const served = Object.entries(fields).flatMap(([id, { value }]) => {
    const { kindName, subject } = parseFieldId(id);
    const group = kindName === "model.file" || kindName === "model.mapped" ? "model" : kindName === "preprocessing.file" ? "preprocessing" : null;
    return group === null || subject === null || typeof value !== "string" ? [] : [{ id, group, path: subject, digest: value.split(" ")[0] ?? "" }];
  });
  return served.flatMap(({ id, group, path, digest }) => {
    const candidates = artifacts.filter((artifact) => artifact.group === group && sameFile(path, artifact.path));
    if (candidates.length === 0 || candidates.some((artifact) => artifact.digest === digest)) return [];
    return [{ id, statement: `${environment} serves another ${baseName(path)} than the manifest's: ${short(digest)} against ${short(candidates[0]?.digest ?? "")}`, action: `deploy the agreed ${group} to ${environment}, or agree on the new one in the manifest` }];
  });
};

const short = (digest: string): string => digest.slice(0, "sha256:".length + 12);

const valueDepartures = (agreement: Agreement, { fields }: Fingerprint, environment: string): Departure[] => {
  const own = agreement.perEnvironment?.[environment];
  const decision = own?.decision ?? agreement.decision;
  const image = own?.image ?? agreement.image;
  const seeds = own?.seeds ?? agreement.seeds;
  const found: Departure[] = [];
  const expect = (id: string, wanted: string | number, what: string): void => {
    const field = fields[id];
    if (field === undefined || field.value === null || String(field.value) === String(wanted)) return;
    found.push({ id, statement: `${what} is ${String(field.value)} in ${environment}, ${String(wanted)} in the manifest`, action: `set ${what} to ${String(wanted)} in ${environment}, or name an override with its reason` });
  };
  if (decision !== null && decision !== undefined) expect("decision.value:threshold", decision.threshold, "the decision threshold");
  const digest = image === null || image === undefined ? null : (/sha256:[0-9a-f]{64}/.exec(image)?.[0] ?? null);
  const running = fields["image.digest"]?.value;
  if (digest !== null && typeof running === "string" && !running.includes(digest)) found.push({ id: "image.digest", statement: `${environment} runs the image ${running}, the manifest names ${digest}`, action: `deploy the agreed image to ${environment}, or agree on the new one` });
  for (const [name, seed] of Object.entries(seeds)) expect(`seed.value:${name}`, seed, `the seed of ${name}`);
  const names = fields["schema.names"]?.value;
  if (agreement.featureNames !== null && Array.isArray(names) && names.join("\n") !== agreement.featureNames.join("\n")) {
    const missing = agreement.featureNames.filter((name) => !names.includes(name));
    const extra = names.filter((name) => !agreement.featureNames?.includes(name));
    const what = missing.length > 0 ? `lacks ${listOf(missing)}` : extra.length > 0 ? `has ${listOf(extra)} besides` : "has them in another order";
    found.push({ id: "schema.names", statement: `${environment}'s model ${what}: ${names.slice(0, 8).join(", ")}`, action: "feed the model the agreed features in the agreed order" });
  }
  return found;
};
