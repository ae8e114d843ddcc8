import { type CheckedManifest, meantOrListed, problemAt } from "./checked-manifest.ts";
import { secretProblems } from "./connection-problems.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import type { ValuePath } from "./placed.ts";
import { textAt, valueAt } from "./value-at.ts";
import { zoneProblems } from "./zone-problems.ts";

/** Where production is said to lie, as far as that can be wrong without looking there. Logs are not looked for: they need not be where a manifest is checked. */
export const productionProblems = (checked: CheckedManifest, model: string): ManifestProblem[] => {
  const { tree, manifest } = checked;
  const at: ValuePath = ["models", model, "production"];
  const production = manifest.models?.[model]?.production;
  if (production === undefined) return [];
  const { environment, log, prometheus, labels } = production;
  const known = Object.keys(manifest.environments ?? {});
  const url = prometheus?.url;
  return [
    ...(log === undefined && prometheus === undefined ? [problemAt(tree, at, "LS250", `the production of ${model} names neither a log nor prometheus`, "Add log: PATH to it, or prometheus: {url: http://HOST:9090}.")] : []),
    ...(environment === undefined || known.length === 0 || known.includes(environment) ? [] : [problemAt(tree, [...at, "environment"], "LS114", `production names the environment ${environment}, which is not under environments:`, meantOrListed(nearest(environment, known), known, ""))]),
    ...(log === undefined && labels !== undefined ? [problemAt(tree, [...at, "labels"], "LS250", "there are labels that came later, and no log of predictions that they belong to", "Add log: PATH beside it.")] : []),
    ...zoneProblems(checked, [...at, "zone"]),
    ...(url === undefined || /^https?:\/\/./i.test(url) ? [] : [problemAt(tree, [...at, "prometheus", "url"], "LS112", `${url} is no address of a Prometheus`, "Write an address that begins with http:// or https://.")]),
    ...secretProblems(tree, [...at, "prometheus"]),
    ...(valueAt(tree, [...at, "map"]) !== undefined && textAt(tree, [...at, "log"]) === undefined ? [problemAt(tree, [...at, "map"], "LS250", "there is a mapping, and no log that it maps", "Add log: PATH beside it.")] : []),
  ];
};
