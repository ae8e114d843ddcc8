import type { RemedyEntry } from "../../core/domain/manifest.ts";
import { samePerson } from "../../core/governance/same-person.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { secretProblems } from "./connection-problems.ts";
import { type CheckedManifest, meantOrListed, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { environmentsOf } from "./loaded-manifest.ts";
import { nearest } from "./nearest.ts";
import type { ValuePath } from "./placed.ts";

/** Rules that would let go on what nobody could tell or that nothing reaches, approvals nobody can give, remedies that do nothing, names that lead nowhere. */
export const policyProblems = (checked: CheckedManifest): ManifestProblem[] =>
  checked.manifest.policy === undefined ? [] : [...ruleProblems(checked), ...approvalProblems(checked), ...peopleProblems(checked), ...spanProblems(checked), ...Object.entries(checked.manifest.policy.remedies ?? {}).flatMap(([name, entry]) => remedyProblems(checked, name, entry))];

const ruleProblems = ({ tree, manifest }: CheckedManifest): ManifestProblem[] => {
  const rules = manifest.policy?.decisions ?? [];
  const models = Object.keys(manifest.models ?? {});
  const known = [...new Set([...Object.keys(manifest.environments ?? {}), ...models.flatMap((model) => [...environmentsOf({ manifest }, model), ...(manifest.models?.[model]?.production?.environment === undefined ? [] : [manifest.models[model].production.environment])]), "production"])];
  return rules.flatMap(({ verdict, environment, then, severity, criterion, kind }, index) => {
    const at: ValuePath = ["policy", "decisions", index];
    const untold = (verdict === "inconclusive" || verdict === "error") && then === "proceed"
      ? [problemAt(tree, [...at, "then"], "LS112", `a rule would proceed where the verdict is ${verdict}, and no evidence is never a pass`, "Write then: pause, or proceed-with-mitigation; to proceed takes a named person: lockstep decide RUN --action proceed")] : [];
    const nowhere = environment !== undefined && models.length > 0 && !known.includes(environment)
      ? [problemAt(tree, [...at, "environment"], "LS114", `a rule is for the environment ${environment}, which is not under environments:`, meantOrListed(nearest(environment, known), known, "Add it under environments:."))] : [];
    const never = rules[index + 1] !== undefined && [verdict, environment, severity, criterion, kind].every((each) => each === undefined)
      ? [problemAt(tree, at, "LS112", "a rule that fits everything stands before others, which are never reached", "Put it last.")] : [];
    return [...untold, ...nowhere, ...never];
  });
};

const approvalProblems = ({ tree, manifest: { policy } }: CheckedManifest): ManifestProblem[] =>
  Object.entries(policy?.approvals ?? {}).flatMap(([kind, entry]) => {
    if (entry === undefined) return [];
    const { of, functions = {} } = entry;
    const wanted = Object.entries(functions);
    const sum = wanted.reduce((total, [, each]) => total + each, 0);
    const fewer = of !== undefined && of < sum ? [problemAt(tree, ["policy", "approvals", kind, "of"], "LS112", `${of} people cannot be ${wanted.map(([name, each]) => `${each} of ${name}`).join(" and ")}`, `Write of: ${sum}, or leave it out.`)] : [];
    const { people } = policy ?? {};
    if (people === undefined) return fewer;
    const names = Object.entries(people);
    const missing = wanted.flatMap(([name, each]) => {
      const can = names.filter(([, theirs]) => (theirs as readonly string[]).includes(name)).length;
      return can >= each ? [] : [problemAt(tree, ["policy", "approvals", kind, "functions", name], "LS112", `${each} of ${name} must say yes, and policy.people names ${can === 0 ? "nobody" : can} for it`, "Name more people, or ask for fewer.")];
    });
    const needed = Math.max(1, sum, of ?? 0);
    return [...fewer, ...missing, ...(names.length < needed ? [problemAt(tree, ["policy", "approvals", kind], "LS112", `${needed} people must say yes, and policy.people names ${names.length}`, "Name more people, or ask for fewer.")] : [])];
  });

const peopleProblems = ({ tree, manifest: { policy } }: CheckedManifest): ManifestProblem[] => {
  const names = Object.keys(policy?.people ?? {});
  return names.flatMap((name, index) => {
    const other = names.slice(0, index).find((each) => samePerson(each, name));
    return other === undefined ? [] : [problemAt(tree, ["policy", "people", name], "LS112", `${name} and ${other} are the same person`, "Write each person once, with all functions.")];
  });
};

const spanProblems = ({ tree, manifest: { policy } }: CheckedManifest): ManifestProblem[] => {
  const spans: (readonly [ValuePath, string | undefined])[] = [[["policy", "waivers", "longest"], policy?.waivers?.longest], [["policy", "retention", "keep"], policy?.retention?.keep], ...Object.entries(policy?.reviews ?? {}).map(([name, { every }]) => [["policy", "reviews", name, "every"], every] as const)];
  return spans.flatMap(([path, span]) => (span === undefined || (readDuration(span) ?? 0) >= 36e5 ? [] : [problemAt(tree, path, "LS112", `${path.slice(1).join(".")} is ${span}, which is over before anybody could do anything`, "Write hours or days, as 30d.")]));
};

const remedyProblems = ({ tree, manifest }: CheckedManifest, name: string, { command, webhook, dryRun, when }: RemedyEntry): ManifestProblem[] => {
  const at: ValuePath = ["policy", "remedies", name];
  const models = Object.keys(manifest.models ?? {});
  const shape = (command === undefined) === (webhook === undefined) ? [problemAt(tree, at, "LS112", `the remedy ${name} says ${command === undefined ? "neither command nor webhook" : "both command and webhook"}`, "Write one of them.")] : [];
  const holes = ([["command", command], ["dryRun", dryRun]] as const).flatMap(([key, argv]) => (argv ?? []).flatMap((argument, index) => {
    const unknown = [...argument.matchAll(/\{(\w+)\}/g)].flatMap(([, hole = ""]) => (["model", "environment", "incident"].includes(hole) ? [] : [hole]));
    return [
      ...unknown.map((hole) => problemAt(tree, [...at, key, index], "LS112", `{${hole}} stands for nothing in a remedy's arguments`, "Write {model}, {environment} or {incident}.")),
      ...(index === 0 && argument.includes("{") ? [problemAt(tree, [...at, key, index], "LS112", "which program is run cannot hang on a name", "Write the program out.")] : []),
    ];
  }));
  const strangers = (when?.models ?? []).flatMap((model, index) => (models.length === 0 || models.includes(model) ? [] : [problemAt(tree, [...at, "when", "models", index], "LS114", `the remedy ${name} is for the model ${model}, which is not under models:`, meantOrListed(nearest(model, models), models, `There are: ${listOf(models)}.`))]));
  return [...shape, ...holes, ...strangers, ...secretProblems(tree, [...at, "webhook"])];
};
