import { basename } from "node:path";
import type { ErrorCode } from "../../core/errors/error-catalogue.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { excerpt } from "./excerpt.ts";
import { type ManifestProblem, placeText } from "./manifest-problem.ts";

/** As many mistakes as anybody mends before looking again. */
const mostTold = 20;

/** Worst first: what hides other mistakes, then what would give something away, then what is not understood, then what does not fit. */
const order: readonly ErrorCode[] = ["LS110", "LS103", "LS116", "LS113", "LS111", "LS112", "LS114", "LS115", "LS119", "LS250", "LS252", "LS256"];

export const worstFirst = (problems: readonly ManifestProblem[]): ManifestProblem[] =>
  [...problems].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code) || a.place.line - b.place.line || a.place.column - b.place.column);

/** All mistakes as one failure with the code of the worst. `texts` are the files' texts by absolute path. */
export const manifestError = (problems: readonly ManifestProblem[], texts: ReadonlyMap<string, string>, cwd: string): LockstepError => {
  const told = worstFirst(problems).slice(0, mostTold);
  const [worst] = told;
  if (worst === undefined) throw new Error("a manifest without problems is no error");
  const where = (problem: ManifestProblem): string => indent(`${placeText(problem.place, cwd)}\n${excerpt(texts.get(problem.place.file) ?? "", problem.place, problem.secret)}`);
  if (problems.length === 1) return new LockstepError(worst.code, { message: `${worst.message}\n${where(worst)}`, place: placeText(worst.place, cwd), todo: worst.todo });
  const blocks = told.map((problem) => `${problem.code} ${problem.message}\n${where(problem)}\n  to do: ${problem.todo}`);
  const files = [...new Set(told.map(({ place }) => basename(place.file)))].join(", ");
  const more = problems.length > mostTold ? `; the first ${mostTold} of them` : "";
  return new LockstepError(worst.code, { message: `${problems.length} mistakes in ${files}${more}\n${blocks.join("\n")}`, place: placeText(worst.place, cwd), todo: "Mend each as it says, then look again with: lockstep config check" });
};

const indent = (text: string): string => text.split("\n").map((line) => `  ${line}`).join("\n");
