import { relative, resolve } from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { LogMapping } from "../../core/domain/log-mapping.ts";
import { PopulationRole, StandardColumn } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { excerpt } from "../manifest/excerpt.ts";
import { type ManifestProblem, placeText } from "../manifest/manifest-problem.ts";
import { nearest } from "../manifest/nearest.ts";
import { plainOf } from "../manifest/plain-of.ts";
import { syntaxProblems } from "../manifest/syntax-problems.ts";
import { toPlaced } from "../manifest/to-placed.ts";
import { keyPlaceAt, pathText, valueAt } from "../manifest/value-at.ts";
import { readNamedFile } from "../read-named-file.ts";

/** A mapping and what tells a mistake in it with its place. */
export interface ReadMapping {
  readonly mapping: LogMapping;
  /** LS231 at a path of its keys. */
  readonly wrong: (path: readonly string[], message: string, todo: string) => LockstepError;
}

const mostBytes = 1 << 20;

/** Reads a mapping file, YAML or JSON. LS201 when it cannot be read, LS231 with line and column for everything that does not fit. */
export const readMapping = async (path: string, cwd: string): Promise<ReadMapping> => {
  const file = resolve(cwd, path);
  const bytes = await readNamedFile(file, mostBytes).catch((cause: unknown) => {
    throw new LockstepError("LS201", { message: `the mapping ${path} cannot be read: ${(cause as Error).message}`, place: path, cause });
  });
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const lines = new LineCounter();
  const document: Document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true }) as Document;
  const source = { file, text, lines };
  const problems: ManifestProblem[] = [...syntaxProblems(document.errors, source)];
  const tree = problems.length > 0 ? null : toPlaced(document as never, { ...source, problems });
  if (problems.length > 0) throw mappingError(problems, text, cwd);
  const first = { file, line: 1, column: 1, length: 1 };
  if (tree?.kind !== "map") throw mappingError([{ code: "LS231", message: tree === null ? "the mapping is empty" : "a mapping is a map of keys and values", place: tree?.place ?? first, todo: `Have one proposed with: lockstep source inspect FILE -o ${relative(cwd, file)}.new` }], text, cwd);
  const result = LogMapping.safeParse(plainOf(tree));
  if (!result.success) {
    throw mappingError(result.error.issues.flatMap((issue) => told(issue)).map(({ path: at, message, todo }): ManifestProblem => ({ code: "LS231", message, todo, place: valueAt(tree, at) === undefined ? keyPlaceAt(tree, at) : keyPlaceAt(tree, at) })), text, cwd);
  }
  return { mapping: result.data, wrong: (at, message, todo) => mappingError([{ code: "LS231", message: `${pathText(at)}: ${message}`, todo, place: keyPlaceAt(tree, at) }], text, cwd) };
};

interface Told {
  readonly path: (string | number)[];
  readonly message: string;
  readonly todo: string;
}

const told = (issue: z.core.$ZodIssue): Told[] => {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const where = path.length === 0 ? "a mapping" : pathText(path);
  const known = keysAt(path);
  const advice = (name: string, names: readonly string[]): string => {
    const meant = nearest(name, names);
    return meant === undefined ? `Known are ${listOf(names)}.` : `Did you mean ${meant}?`;
  };
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path: [...path, key], message: `${key} is no key of ${where}`, todo: advice(key, known) }));
  if (issue.code === "invalid_key") return [{ path, message: `${String(path.at(-1))} is no standard column`, todo: advice(String(path.at(-1)), StandardColumn.options) }];
  if (issue.code === "invalid_value") return [{ path, message: `${where} is none of ${issue.values.join(", ")}`, todo: `Write one of ${issue.values.join(", ")}.` }];
  if (path[0] === "anonymise" && path.length === 2) return [{ path, message: `${where} is no way to anonymise`, todo: "Write hash, drop, {round: 2}, {prefix: 3} or {bucket: 10}." }];
  return [{ path, message: `${where}: ${issue.message}`, todo: "Write the kind of value that is named." }];
};

const keysAt = (path: readonly (string | number)[]): readonly string[] => {
  if (path.length === 0) return Object.keys(LogMapping.shape);
  if (path[0] === "standard") return StandardColumn.options;
  if (path[0] === "columns") return ["from", "role", "kind", ...PopulationRole.options];
  return path[0] === "labels" ? ["source", "key", "label", "ts"] : ["round", "prefix", "bucket"];
};

/** All mistakes as one LS231, each with its line, in the manner of the manifest's. */
const mappingError = (problems: readonly ManifestProblem[], text: string, cwd: string): LockstepError => {
  const block = ({ message, place, todo }: ManifestProblem, alone: boolean): string => `${message}\n${`${placeText(place, cwd)}\n${excerpt(text, place)}`.split("\n").map((line) => `  ${line}`).join("\n")}${alone ? "" : `\n  to do: ${todo}`}`;
  const [only, second] = problems;
  if (only === undefined) throw new Error("a mapping without problems is no error");
  const place = placeText(only.place, cwd);
  if (second === undefined) return new LockstepError("LS231", { message: block(only, true), place, todo: only.todo });
  return new LockstepError("LS231", { message: `${problems.length} mistakes in the mapping\n${problems.slice(0, 20).map((problem) => block(problem, false)).join("\n")}`, place, todo: "Mend each as it says." });
};
