import { createHash } from "node:crypto";
import { LineCounter, parseAllDocuments, type Document } from "yaml";
import { readNamedFile } from "../read-named-file.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { PlacedMap } from "./placed.ts";
import { syntaxProblems } from "./syntax-problems.ts";
import { placeAt, toPlaced } from "./to-placed.ts";

/** One file of a manifest, read but not yet understood. */
export interface ManifestFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** `sha256:<hex>` of its bytes. */
  readonly digest: string;
  /** Null when the file is no YAML, or is no manifest of this version. */
  readonly tree: PlacedMap | null;
  readonly problems: readonly ManifestProblem[];
}

/** Many times what any manifest has; the parser compares every key with every other, and takes minutes for the megabytes of a data file. */
const mostBytes = 256 * 2 ** 10;

/** Reads one manifest, YAML or JSON (which is YAML). Rejects with the file system's error when it cannot be read, and as `readNamedFile` does. */
export const readManifestFile = async (path: string): Promise<ManifestFile> => {
  const bytes = await readNamedFile(path, mostBytes);
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const marks = bytes.subarray(0, 2).toString("hex");
  if (marks === "fffe" || marks === "feff") throw new Error("it is UTF-16 text; write it as UTF-8");
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  return { path, text, digest, ...understand(path, text) };
};

const understand = (file: string, text: string): Pick<ManifestFile, "tree" | "problems"> => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const source = { file, text, lines };
  const problems: ManifestProblem[] = [];
  const first = { file, line: 1, column: 1, length: 1 };
  if (!Array.isArray(documents) || documents.length === 0) {
    return { tree: null, problems: [{ code: "LS113", message: "the manifest is empty", place: first, todo: "Begin it with: version: 1" }] };
  }
  const [document, second] = documents as Document.Parsed[];
  const syntax = syntaxProblems(document?.errors ?? [], source);
  problems.push(...syntax);
  if (second !== undefined) {
    const at = second.range?.[0] ?? 0;
    const marker = text.lastIndexOf("---", at);
    problems.push({ code: "LS110", message: `${documents.length} documents stand in one file, divided by ---; a manifest is one`, place: placeAt(marker === -1 ? at : marker, (marker === -1 ? at : marker) + 3, source), todo: "Take out the line ---, or make a second file and name it under extends:." });
  }
  // A key that stands twice leaves the rest readable; another mistake of form does not.
  const readable = document !== undefined && document.errors.every(({ code }) => code === "DUPLICATE_KEY");
  if (!readable) return { tree: null, problems };
  const tree = toPlaced(document as never, { ...source, problems });
  if (problems.length > syntax.length) return { tree: null, problems };
  if (tree?.kind !== "map") {
    problems.push({ code: "LS112", message: "a manifest is a map of keys and values", place: tree?.place ?? first, todo: "Begin it with: version: 1" });
    return { tree: null, problems };
  }
  const version = versionProblem(tree);
  return version === null ? { tree, problems } : { tree: null, problems: [...problems, version] };
};

/** A manifest of another version is not held against the rules of this one. */
const versionProblem = (tree: PlacedMap): ManifestProblem | null => {
  const entry = tree.entries.get("version");
  if (entry === undefined) {
    const keys = [...tree.entries.values()][0]?.key ?? tree.place;
    return { code: "LS113", message: "the key version is missing", place: keys, todo: "Write as the first line: version: 1" };
  }
  const { value } = entry;
  if (value.kind === "scalar" && value.value === 1) return null;
  const written = value.kind === "scalar" ? value.source : `a ${value.kind}`;
  const quoted = value.kind === "scalar" && value.value === "1";
  const message = quoted ? "the manifest's version is a number, not a text" : `version ${written} of the manifest is not known; this Lockstep reads version 1`;
  return { code: "LS112", message, place: value.place, todo: quoted ? "Take the quotes away: version: 1" : "Write version: 1, or update Lockstep if the manifest was made for a newer one. (A model's own version goes under models: NAME: version.)" };
};
