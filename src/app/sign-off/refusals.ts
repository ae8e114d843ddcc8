import type { Agreement } from "../../core/domain/agreement.ts";
import { IdentityPart } from "../../core/domain/identity.ts";
import type { Run } from "../../core/domain/run.ts";
import { identityOf } from "../../core/fingerprint/identity-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { judgeBudgets } from "../../checks/budgets/judge-budgets.ts";
import { lastMoment } from "./last-moment.ts";
import { samePerson } from "../../core/governance/same-person.ts";
import type { SignOffRequest } from "./sign-off-request.ts";

/** Every reason why a run cannot be signed off as it is, a sentence each; none when it can. */
export const refusals = (run: Run, request: SignOffRequest): string[] => {
  const { agreement } = request;
  const verdict = refusedVerdict(run, agreement);
  if (agreement === null) return [...verdict, "the run was made without a manifest: nothing was agreed that could be signed off"];
  return [...verdict, ...refusedBudgets(run, request, agreement), ...refusedIdentity(request, agreement), ...refusedOverrides(request, agreement), ...refusedSigner(request, agreement), ...refusedSubjects(request, agreement)];
};

const refusedVerdict = (run: Run, agreement: Agreement | null): string[] => {
  if (run.verdict === "pass") return [];
  if (run.verdict !== "warn") return [`the run's verdict is ${run.verdict}: ${run.headline}`];
  return agreement?.policy.signOff.allowWarnings === false ? [`the run warns, and policy.signOff.allowWarnings is false: ${run.headline}`] : [];
};

/** Every agreed limit needs a measurement that keeps it; asking with nothing measured gives the list of what was agreed. */
const refusedBudgets = (run: Run, { environment }: SignOffRequest, { budgets }: Agreement): string[] =>
  judgeBudgets({ environment, budgets, latency: null, errors: null, resources: null }).flatMap(({ budget, limit, unit }) => {
    const found = run.budgets.filter((each) => each.environment === environment && each.budget === budget && each.limit === limit);
    const bad = found.find(({ verdict }) => verdict !== "pass");
    if (found.length === 0 || bad?.measured === null) return [`the budget ${budget} (${limit} ${unit}) was not measured in ${environment}`];
    if (bad === undefined) return [];
    return [bad.verdict === "fail" ? `the budget ${budget} is exceeded in ${environment}: ${bad.measured} ${unit}, agreed ${limit}` : `the budget ${budget} is not known to be kept in ${environment}: ${bad.measured} ${unit} measured, ${limit} agreed, too few requests to tell`];
  });

const refusedIdentity = ({ environment, fingerprints }: SignOffRequest, { policy }: Agreement): string[] => {
  if (fingerprints.length === 0) return [`${environment} has no fingerprint: what it is was not read`];
  const identities = fingerprints.map(identityOf);
  const unknown = policy.identity.filter((part) => identities.some((identity) => (identity[part] ?? null) === null));
  const mixed = policy.identity.filter((part) => !unknown.includes(part) && new Set(identities.map((identity) => identity[part])).size > 1);
  return [
    ...unknown.map((part) => `the identity part "${part}" of ${environment} was not read, and policy.identity binds it`),
    ...mixed.map((part) => `the replicas of ${environment} differ in the identity part "${part}"`),
    ...(policy.identity.length === 0 ? [`policy.identity binds nothing; at least one of ${listOf(IdentityPart.options)} must be bound`] : []),
  ];
};

const refusedOverrides = ({ now }: SignOffRequest, { overrides }: Agreement): string[] =>
  overrides.filter(({ until }) => until !== null && lastMoment(until) < now).map(({ environment, name, until }) => `the override ${name} of ${environment} is out of date since ${until}`);

const refusedSigner = ({ signer, author }: SignOffRequest, { policy, model }: Agreement): string[] => {
  if (policy.signOff.selfSigned) return [];
  if (author === null) return [`nobody is named as the author of ${model}, so it is not known that ${signer} did not build it`];
  return samePerson(signer, author) ? [`${signer} built ${model} and would sign it off alone, which policy.signOff.selfSigned does not allow`] : [];
};

/** What is signed must be what is served: at least one served file of each group is an agreed one, byte for byte. */
const refusedSubjects = ({ environment, fingerprints }: SignOffRequest, { artifacts, model }: Agreement): string[] => {
  if (!artifacts.some(({ group }) => group === "model")) return [`no file of ${model} was agreed upon (artifacts:), so there is nothing to sign`];
  return (["model", "preprocessing"] as const).flatMap((group) => {
    const agreed = new Set(artifacts.filter((artifact) => artifact.group === group).map(({ digest }) => digest.replace(/^sha256:/, "")));
    const others = fingerprints.flatMap(({ fields }) => {
      const served = Object.entries(fields).filter(([id, { value }]) => id.startsWith(`${group}.file:`) && typeof value === "string");
      return served.length === 0 || served.some(([, { value }]) => agreed.has(/^sha256:([0-9a-f]{64})/.exec(String(value))?.[1] ?? "")) ? [] : [served.map(([id]) => id)];
    });
    return agreed.size === 0 || others.length === 0 ? [] : [`${environment} serves none of the ${group} files that were agreed upon; it serves ${listOf(others[0] ?? [])}`];
  });
};
