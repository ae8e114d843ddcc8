import { distributionName } from "../../../core/fingerprint/distribution-name.ts";
import { sideNames } from "../pair-fields.ts";
import type { QuietRule } from "./quiet-rule.ts";

/** Packages that build, install, test and format; they serve nothing unless a module of them is in memory. */
const tooling: ReadonlySet<string> = new Set([
  "pip", "setuptools", "wheel", "pytest", "pluggy", "iniconfig", "coverage", "pytest-cov", "mypy", "mypy-extensions", "ruff", "black", "flake8", "isort", "pylint", "tox", "nox", "virtualenv",
  "pre-commit", "build", "twine", "pip-tools", "uv", "poetry", "poetry-core", "hatchling", "flit-core", "pdm", "debugpy", "ipdb", "ipython", "jupyter", "jupyterlab", "notebook", "ipykernel",
]);

const ofOneDistribution: ReadonlySet<string> = new Set(["package.version", "package.origin", "package.integrity"]);

/** A package that nothing imported cannot have computed anything. Where what is in memory is not known, only tooling is let go. */
export const quietPackages: QuietRule = ({ kindName, subject }, facts) => {
  if (kindName === null || subject === null || !ofOneDistribution.has(kindName)) return null;
  const loaded = sideNames.map((side) => facts.loaded(side, subject));
  if (loaded.includes(true)) return null;
  if (loaded.every((known) => known === false)) return "no module of it is in memory on either side";
  return tooling.has(distributionName(subject)) ? "it builds, installs or tests, and is not known to be in memory" : null;
};
