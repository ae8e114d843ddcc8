import { relative } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { inspectManifest } from "../manifest/load-manifest.ts";
import { nearest } from "../manifest/nearest.ts";
import { refuseExisting } from "../manifest/write-manifest.ts";
import { writeSchemaBeside } from "../manifest/manifest-schema.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { askQuestions, type Conversation, named } from "./ask-questions.ts";
import { firstManifest } from "./first-manifest.ts";
import { type FolderFacts, lookAtFolder } from "./look-at-folder.ts";
import { type InitAnswers, nameFrom, placeholders, propose, type QuestionKey, questionKeys } from "./propose.ts";

export interface InitRequest {
  /** Null: nobody is there to be asked, and what was found is taken. */
  readonly conversation: Conversation | null;
  /** `key=value` each. */
  readonly set: readonly string[];
}

/** Looks at the folder, asks at most five questions, writes a commented lockstep.yaml, and says what next. LS118 when there is a manifest already; LS102 for what --set cannot take. */
export const initManifest = async ({ conversation, set }: InitRequest, io: CommandIo): Promise<void> => {
  const path = await refuseExisting(null, io);
  const settled = readSettled(set);
  const facts = lookAtFolder(io.cwd);
  for (const line of foundLines(facts)) io.note(line);
  const proposed: InitAnswers = { ...propose(facts, io.cwd), ...settled };
  const answers = conversation === null ? proposed : await askQuestions(proposed, facts, new Set(Object.keys(settled) as QuestionKey[]), conversation);
  await writeFileWhole(path, firstManifest(answers, facts, io.cwd));
  await writeSchemaBeside(path);
  io.out(`wrote ${relative(io.cwd, path)}\n`);
  const { error } = await inspectManifest(path, io);
  const guessed = answers.reference === placeholders.reference || answers.candidate === placeholders.candidate;
  io.out(`Next:
${error === null ? "" : `  mend what does not fit yet: lockstep config check\n`}${guessed ? "  write the real addresses under environments:\n" : ""}  lockstep check
    compares ${answers.reference.split("=")[0]} with ${answers.candidate.split("=")[0]}; derived tolerances are printed and can be agreed on
  lockstep config print
    every value, and where it comes from
`);
};

const foundLines = ({ inputs, predictions, models, locks, dockerfile, openapi, ci }: FolderFacts): string[] => {
  const found: [string, readonly string[]][] = [
    ["inputs", inputs], ["predictions", predictions], ["model", models], ["lock files", locks], ["container", dockerfile === null ? [] : [dockerfile]], ["interface", openapi === null ? [] : [openapi]], ["pipeline", ci === null ? [] : [ci]],
  ];
  return found.flatMap(([what, paths]) => (paths.length === 0 ? [] : [`found ${what}: ${paths.slice(0, 4).join(", ")}${paths.length > 4 ? ` and ${paths.length - 4} more` : ""}`]));
};

const readSettled = (set: readonly string[]): Partial<InitAnswers> => {
  const settled: Partial<Record<QuestionKey, string>> = {};
  for (const each of set) {
    const at = each.indexOf("=");
    const key = questionKeys.find((known) => known === each.slice(0, at));
    const value = each.slice(at + 1);
    if (at < 1 || key === undefined || value === "") {
      const meant = nearest(each.slice(0, Math.max(0, at)), questionKeys);
      throw new LockstepError("LS102", { message: `--set ${each}: ${at < 1 || value === "" ? "a key, =, and a value are wanted" : `${each.slice(0, at)} is no question of init`}`, place: "--set", todo: meant === undefined || key !== undefined ? `Write --set key=value with one of ${questionKeys.join(", ")}.` : `Did you mean ${meant}?` });
    }
    settled[key] = key === "reference" || key === "candidate" ? named(value, key) : key === "model" ? nameFrom(value) : value;
  }
  return settled;
};
