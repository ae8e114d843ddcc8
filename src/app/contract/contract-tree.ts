import { LineCounter, parseAllDocuments, type Document } from "yaml";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ManifestProblem } from "../manifest/manifest-problem.ts";
import type { PlacedMap } from "../manifest/placed.ts";
import { syntaxProblems } from "../manifest/syntax-problems.ts";
import { toPlaced } from "../manifest/to-placed.ts";
import { readNamedFile } from "../read-named-file.ts";
import { contractError } from "./contract-problem.ts";

/** Many times a contract of thousands of columns. */
const mostBytes = 16 * 2 ** 20;
const mostValues = 1_000_000;

export interface ContractTree {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly tree: PlacedMap;
}

/** A contract's file as values that know their places. LS201 when it cannot be read, LS232 for what is no YAML or no map. */
export const readContractTree = async (file: string): Promise<ContractTree> => {
  let bytes: Buffer;
  try {
    bytes = await readNamedFile(file, mostBytes);
  } catch (cause) {
    throw new LockstepError("LS201", { message: `the data contract cannot be read: ${(cause as Error).message}`, place: file, cause });
  }
  return contractTree(file, bytes.toString("utf8").replace(/^\uFEFF/, ""));
};

/** The same of a text that is at hand. */
export const contractTree = (file: string, text: string): ContractTree => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const first = { file, line: 1, column: 1, length: 1 };
  if (!Array.isArray(documents) || documents.length !== 1) {
    throw contractError([{ message: documents.length === 0 ? "the data contract is empty" : `${documents.length} documents stand in one file, divided by ---; a data contract is one`, place: first, todo: documents.length === 0 ? "Have one written with: lockstep contract infer LOG -o contract.yaml" : "Make a file of each." }], text);
  }
  const document = documents[0] as Document.Parsed;
  const problems: ManifestProblem[] = syntaxProblems(document.errors, { file, text, lines });
  const tree = problems.length > 0 ? null : toPlaced(document as never, { file, text, lines, problems, most: mostValues });
  if (problems.length > 0) throw contractError(problems, text);
  if (tree?.kind !== "map") throw contractError([{ message: "a data contract is a map of keys and values", place: tree?.place ?? first, todo: "Begin it with: apiVersion: v3.1.0" }], text);
  return { file, text, tree };
};
