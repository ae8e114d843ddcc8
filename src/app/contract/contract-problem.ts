import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { excerpt } from "../manifest/excerpt.ts";
import { type ManifestProblem, placeText } from "../manifest/manifest-problem.ts";
import type { Place } from "../manifest/placed.ts";

/** One mistake of a data contract; read alone it is enough to mend the file. */
export type ContractProblem = Pick<ManifestProblem, "message" | "place" | "todo">;

/** As many mistakes as anybody mends before looking again. */
const mostTold = 20;

/** All mistakes of a contract as one LS232, in the order of the file, each with its line and column. */
export const contractError = (problems: readonly ContractProblem[], text: string): LockstepError => {
  const told = problems.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column).slice(0, mostTold);
  const [first] = told;
  if (first === undefined) throw new Error("a contract without problems is no error");
  const where = (place: Place): string => `${placeText(place, "/")}\n${excerpt(text, place)}`.split("\n").map((line) => `  ${line}`).join("\n");
  if (told.length === 1) return new LockstepError("LS232", { message: `${first.message}\n${where(first.place)}`, place: placeOf(first.place), todo: first.todo });
  const blocks = told.map(({ message, place, todo }) => `${message}\n${where(place)}\n  to do: ${todo}`);
  return new LockstepError("LS232", { message: `${problems.length} mistakes in the data contract${problems.length > mostTold ? `; the first ${mostTold} of them` : ""}\n${blocks.join("\n")}`, place: placeOf(first.place), todo: "Mend each as it says." });
};

/** `/path/contract.yaml:12:5` */
export const placeOf = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;
