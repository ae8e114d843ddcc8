import { dirname } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { isWrittenSecret } from "../connect/resolve-secret.ts";
import { writtenSecretIn } from "../connect/secret-address.ts";
import { parseTarget } from "../connect/parse-target.ts";
import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { Placed, ValuePath } from "./placed.ts";
import { mapAt, textAt, valueAt } from "./value-at.ts";

/** Environments that cannot be reached as written: a target that is nothing, a secret that stands there itself. */
export const connectionProblems = ({ tree, manifest, world }: CheckedManifest): ManifestProblem[] => environmentPaths({ tree, manifest, world }).flatMap((path) => [...targetProblems(tree, path, world.env), ...secretProblems(tree, path)]);

/** Where environments are described: for all models, and for one. */
const environmentPaths = ({ manifest }: CheckedManifest): ValuePath[] => [
  ...Object.keys(manifest.environments ?? {}).map((name): ValuePath => ["environments", name]),
  ...Object.entries(manifest.models ?? {}).flatMap(([model, entry]) => Object.keys(entry.environments ?? {}).map((name): ValuePath => ["models", model, "environments", name])),
];

/** LS103 for each header and address that writes its secret out; works on any tree, so that a secret is told before anything else is looked at. */
export const secretProblems = (tree: Placed, path: ValuePath): ManifestProblem[] => [...headerProblems(tree, path), ...addressProblems(tree, path)];

/** Addresses beside the model's own. */
const addressProblems = (tree: Placed, path: ValuePath): ManifestProblem[] =>
  [["metrics"], ["fingerprint"], ["lockstep"], ["reported", "source"], ["url"]].flatMap((steps) => {
    const what = writtenSecretIn(textAt(tree, [...path, ...steps]) ?? "");
    if (what === null) return [];
    return [{ ...problemAt(tree, [...path, ...steps], "LS103", `the address under ${steps.join(".")} holds ${what} itself, where everybody who reads the manifest sees it`, "Put it into an environment variable and write http://env:NAME@HOST with user:password in it, or ?name=env:NAME; then change the secret, for it has been written down."), secret: true }];
  });

const headerProblems = (tree: Placed, path: ValuePath): ManifestProblem[] =>
  [[...path, "headers"], [...path, "reported", "headers"]].flatMap((headers) =>
    [...(mapAt(tree, headers)?.entries ?? [])].flatMap(([name, { value }]) => {
      if (value.kind !== "scalar" || !isWrittenSecret(name, value.source)) return [];
      const bearer = /^(bearer|basic|token)\s/i.exec(value.source)?.[1];
      const example = `${name}: ${bearer === undefined ? (/^authorization$/i.test(name) ? "Bearer " : "") : `${bearer} `}env:NAME`;
      return [{ ...problemAt(tree, [...headers, name], "LS103", `the header ${name} holds its secret itself, where everybody who reads the manifest sees it`, `Put it into an environment variable or a file and write ${example} (or file:PATH); then change the secret, for it has been written down.`), secret: true }];
    }),
  );

const targetProblems = (tree: Placed, around: ValuePath, env: CheckedManifest["world"]["env"]): ManifestProblem[] => {
  const path = [...around, "target"];
  const value = valueAt(tree, path);
  if (value?.kind !== "scalar") return [];
  const text = String(value.value);
  const environment = String(around.at(-1));
  const said = (code: ManifestProblem["code"], message: string, todo: string): ManifestProblem => problemAt(tree, path, code, message, todo);
  try {
    parseTarget(text, { cwd: dirname(value.place.file), env });
    return [];
  } catch (cause) {
    if (!(cause instanceof LockstepError)) throw cause;
    if (cause.code === "LS103") return [{ ...said("LS103", `the target of ${environment} holds a user name or password`, "Take it out and write https://env:NAME@HOST with user:password in that variable, or add headers: {Authorization: Bearer env:NAME}; then change the secret."), secret: true }];
    if (cause.code === "LS201") return [said("LS114", `the target of ${environment} is the file ${text}, which is not there`, "Write the path as seen from this manifest's folder, or make the file first.")];
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return [said("LS112", `the target of ${environment}, ${text}, has a scheme that is not spoken`, "Write an address that begins with http:// or https://.")];
    if (/^[\w.-]+(:\d+)?(\/|$)/.test(text) && /[:.]/.test(text) && !/\s/.test(text)) return [said("LS112", `the target of ${environment}, ${text}, is neither a URL, a command nor a file here`, `If it is an address, write http://${text}`)];
    return [said("LS112", `the target of ${environment}, ${text}, is neither a URL, a command nor a file here`, `Write http://HOST:PORT, a file's path as seen from this manifest, or a command; for a program that only another machine has: cmd:${text}`)];
  }
};
