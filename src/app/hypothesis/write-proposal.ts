import { readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isMap, isPair, LineCounter, parseDocument, type Pair, type YAMLMap } from "yaml";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { ManifestWorld } from "../manifest/loaded-manifest.ts";
import { yamlComment, yamlText } from "../manifest/yaml-text.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import type { Proposal } from "./propose-hypotheses.ts";

/** The text of a draft as a manifest of its own would say it: one to begin with where there is none yet, else what belongs into it. */
export const proposalText = ({ loaded, model, drafts, notes }: Proposal): string =>
  [...notes.flatMap((note) => yamlComment(note, "")), ...(loaded === null ? ["version: 1"] : []), "models:", `  ${yamlText(model)}:`, ...(loaded === null ? toBeFilledIn : []), "    hypotheses:", ...drafts.flatMap(({ lines }, index) => [...(index === 0 ? [] : [""]), ...lines("      ")]), ""].join("\n");

/** Without it nothing can be judged, and only people know it. */
const toBeFilledIn = [
  "    # Where production writes its predictions, and where what came true becomes known:",
  "    # production:",
  "    #   log: LOG",
  "    #   labels: {source: FILE, key: COLUMN, label: COLUMN, time: COLUMN}",
];

/** What was written into a manifest, and what stood there already. */
export interface WrittenProposal {
  readonly path: string;
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Adds a draft to the hypotheses of its model. Every line that was there stays as it is, comments too; a hypothesis that has the name already is left alone. The manifest that
 * comes of it is read before it is written, so that one that would not hold together never is. Without a manifest one is made. LS112 for one whose form has no place for lines.
 */
export const writeProposal = async (proposal: Proposal, io: CommandIo): Promise<WrittenProposal> => {
  const { loaded, model, drafts } = proposal;
  if (loaded === null) {
    const path = join(io.cwd, "lockstep.yaml");
    await writeFileWhole(path, proposalText(proposal));
    return { path, written: drafts.map(({ name }) => name), kept: [] };
  }
  const { path } = loaded;
  const names = Object.keys(loaded.manifest.models?.[model]?.hypotheses ?? {});
  const fresh = drafts.filter(({ name }) => !names.includes(name));
  const kept = drafts.filter(({ name }) => names.includes(name)).map(({ name }) => name);
  if (fresh.length === 0) return { path, written: [], kept };
  const text = await readFile(path, "utf8");
  const place = placeFor(text, model, path);
  const block = (indent: number): string[] => fresh.flatMap(({ lines }, index) => [...(index === 0 ? [] : [""]), ...lines(" ".repeat(indent))]);
  const newline = text.includes("\r\n") ? "\r" : "";
  const added = place.hasKey ? block(place.indent) : [`${" ".repeat(place.indent)}hypotheses:`, ...block(place.indent + 2)];
  const lines = text.split("\n");
  const changed = [...lines.slice(0, place.after), ...(place.hasKey && names.length > 0 ? [""] : []), ...added].map((line, index) => (index < place.after ? line : line + newline)).concat(lines.slice(place.after)).join("\n");
  await refuseBroken(path, changed, loaded.world);
  await writeFileWhole(path, changed);
  return { path, written: fresh.map(({ name }) => name), kept };
};

/** Read from a file beside it, from where all its paths mean the same. */
const refuseBroken = async (path: string, text: string, world: ManifestWorld): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.proposed`);
  try {
    await writeFileWhole(beside, text);
    await loadManifest(beside, world);
  } finally {
    await rm(beside, { force: true });
  }
};

interface InsertPlace {
  /** Lines before it. */
  readonly after: number;
  readonly indent: number;
  /** Whether `hypotheses:` is there. */
  readonly hasKey: boolean;
}

/** Behind the last hypothesis of the model, else behind the last of what is said of the model. */
const placeFor = (text: string, model: string, path: string): InsertPlace => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const refuse = (why: string): LockstepError => new LockstepError("LS112", { message: `hypotheses cannot be added to ${path}: ${why}`, place: path, todo: "Take what is printed without --write, and put it there by hand." });
  const entry = pairOf(pairOf(document.contents, "models")?.value, model);
  if (entry === undefined || !isMap(entry.value) || entry.value.flow === true || entry.value.items.length === 0) throw refuse(`the model ${model} is not written in it as lines of their own`);
  const hypotheses = pairOf(entry.value, "hypotheses");
  const around = hypotheses === undefined ? entry.value : hypotheses.value;
  if (!isMap(around) || around.flow === true || around.items.length === 0) throw refuse("its hypotheses are not written as lines of their own");
  return { after: lastLine(around, text, counter), indent: columnOf(around, counter), hasKey: hypotheses !== undefined };
};

const pairOf = (node: unknown, name: string): Pair | undefined => (isMap(node) ? node.items.find((pair) => isPair(pair) && String((pair.key as { value?: unknown } | null)?.value) === name) : undefined);

const columnOf = (map: YAMLMap, counter: LineCounter): number => counter.linePos((map.items[0]?.key as { range?: [number, number, number] } | null)?.range?.[0] ?? 0).col - 1;

/** The number of the last line that says something within a map: blank lines and comments behind it belong to what follows. */
const lastLine = (map: YAMLMap, text: string, counter: LineCounter): number => {
  const end = map.range?.[1] ?? text.length;
  const before = text.slice(0, end).replace(/\s+$/, "");
  return counter.linePos(Math.max(0, before.length - 1)).line;
};
