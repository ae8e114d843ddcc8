import { openSync, readSync, closeSync } from "node:fs";
import { join } from "node:path";
import { type FolderFacts, namedEnvironment } from "./look-at-folder.ts";

/** What is asked, in this order; also the keys of --set. */
export const questionKeys = ["model", "reference", "candidate", "golden", "key"] as const;
export type QuestionKey = (typeof questionKeys)[number];

/** The answers from which a first manifest is written; null where nothing is known. Sides are `name=target`. */
export interface InitAnswers {
  readonly model: string;
  readonly reference: string;
  readonly candidate: string;
  readonly golden: string | null;
  readonly key: string | null;
}

/** Where a server is that nobody named; the manifest marks it. */
export const placeholders = { reference: "staging=http://localhost:8080", candidate: "production=http://localhost:8081" } as const;

/** What was found, as answers to the questions. */
export const propose = (facts: FolderFacts, folder: string): InitAnswers => {
  const [first, second] = sidesFrom(facts.predictions);
  const golden = facts.inputs[0] ?? null;
  const header = golden === null ? (facts.predictions[0] ?? null) : golden;
  return {
    model: nameFrom(facts.project),
    reference: first ?? placeholders.reference,
    candidate: second ?? placeholders.candidate,
    golden: first !== undefined && second !== undefined ? null : golden,
    key: header === null ? null : keyOf(columnsOf(join(folder, header))),
  };
};

/** Earlier in this order is trusted more. */
const trust = ["training", "train", "dev", "staging", "stage", "testing", "test", "canary", "production", "prod"];

const sidesFrom = (predictions: readonly string[]): string[] => {
  const named = predictions.flatMap((path) => {
    const name = namedEnvironment(path);
    return name === null ? [] : [{ name, path }];
  });
  const distinct = named.filter(({ name }, index) => named.findIndex((other) => other.name === name) === index).sort((a, b) => trust.indexOf(a.name) - trust.indexOf(b.name));
  return distinct.length < 2 ? [] : distinct.slice(0, 2).map(({ name, path }) => `${name}=${path}`);
};

export const nameFrom = (text: string): string => text.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "") || "model";

const keyOf = (columns: readonly string[]): string | null => columns.find((name) => /^(id|key|uuid|row_id|index)$/i.test(name)) ?? columns.find((name) => /(_id|Id|_key|_uuid)$/.test(name)) ?? null;

/** Names under which people keep what really happened. */
export const labelOf = (columns: readonly string[]): string | null => columns.find((name) => /^(label|target|outcome|y_true|ground_truth|actual)$/i.test(name)) ?? null;

/** The columns of a CSV file by its first line; none for other formats, which the check itself reads. */
export const columnsOf = (path: string): string[] => {
  if (!/\.(csv|tsv)$/i.test(path)) return [];
  const bytes = new Uint8Array(64 * 1024);
  let length = 0;
  try {
    const file = openSync(path, "r");
    length = readSync(file, bytes);
    closeSync(file);
  } catch {
    // A file that cannot be read is told of by the check; here it only suggests nothing.
    return [];
  }
  const line = new TextDecoder().decode(bytes.subarray(0, length)).replace(/^\uFEFF/, "").split(/\r?\n/)[0] ?? "";
  return line.split(/[,;\t]/).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
};
