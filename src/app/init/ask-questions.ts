import { createInterface } from "node:readline/promises";
import type { FolderFacts } from "./look-at-folder.ts";
import { type InitAnswers, nameFrom, placeholders, type QuestionKey, questionKeys } from "./propose.ts";

/** Where questions are put and answers come from. */
export interface Conversation {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** At most five questions, each with the answer that the folder suggests; what was settled by --set is not asked. Enter takes the suggestion, a dash nothing. */
export const askQuestions = async (proposed: InitAnswers, facts: FolderFacts, settled: ReadonlySet<QuestionKey>, { input, output, signal }: Conversation): Promise<InitAnswers> => {
  const lines = createInterface({ input, output });
  const answers: Record<QuestionKey, string | null> = { ...proposed };
  try {
    for (const key of questionKeys.filter((each) => !settled.has(each))) {
      if (key === "key" && answers.golden === null && proposed.key === null) continue;
      const suggestion = answers[key];
      const typed = (await lines.question(`${questions[key](facts)}${suggestion === null ? "" : ` [${suggestion}]`}: `, { signal })).trim();
      if (typed === "-" && (key === "golden" || key === "key")) answers[key] = null;
      else if (typed !== "") answers[key] = key === "model" ? nameFrom(typed) : key === "reference" || key === "candidate" ? named(typed, key) : typed;
    }
  } finally {
    lines.close();
  }
  return { ...answers, model: answers.model ?? proposed.model, reference: answers.reference ?? proposed.reference, candidate: answers.candidate ?? proposed.candidate };
};

const questions: Readonly<Record<QuestionKey, (facts: FolderFacts) => string>> = {
  model: () => "What is the model called?",
  reference: () => "Which environment is trusted? name=URL, name=command or name=file",
  candidate: () => "Which one is to behave the same? name=URL, name=command or name=file",
  golden: ({ inputs }) => `Which file holds the inputs to ask with?${inputs.length > 1 ? ` Found: ${inputs.slice(0, 4).join(", ")}.` : ""} - for none`,
  key: () => "Which column identifies a row? - to have it guessed",
};

/** A target that was given no name gets the one that its side usually has. */
export const named = (typed: string, key: "reference" | "candidate"): string => (/^[a-z][a-z0-9._-]*=/.test(typed) ? typed : `${placeholders[key].split("=")[0]}=${typed}`);
