import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Run } from "../../core/domain/run.ts";
import { agreedCheck } from "./agreed-check.ts";
import { exampleFingerprint } from "./example-fingerprint.ts";

const packages = 400;

/** Two environments of 400 packages each, every one of another version: as much as fingerprints can differ. */
export const manyPackages = (): Run => {
  const run = agreedCheck();
  const [first] = run.differences;
  if (first === undefined) return run;
  const ofPackages = Array.from({ length: packages }, (_, index): EnvironmentDifference => ({
    ...first, id: `package.version:package-number-${index}`, subject: `package-number-${index}`, title: `version of package-number-${index}`, group: "packages", scope: "container", reference: `${index}.4.2`, candidate: `${index}.3.0+local.build.${"x".repeat(40)}`,
    weight: index % 3 === 0 ? "high" : "explains", quiet: index % 2 === 0 ? "no module of it is in memory on either side" : null, rank: 5000 - index, statement: `version of package-number-${index} is ${index}.4.2 in staging and ${index}.3.0 in production`,
    why: "estimators are changed and repaired between versions", action: "install the locked versions on both sides", together: [`package.integrity:package-number-${index}`, `package.origin:package-number-${index}`],
  }));
  return {
    ...run, id: "20261103-090451-9ac4a6", differences: [...run.differences, ...ofPackages],
    fingerprints: [{ environment: "staging", replica: null, fingerprint: exampleFingerprint(packages, (index) => `${index}.4.2`) }, { environment: "production", replica: null, fingerprint: exampleFingerprint(packages, (index) => `${index}.3.0`) }],
  };
};
