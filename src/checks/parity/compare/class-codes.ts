import { DifferenceClass, outsideClasses } from "../../../core/domain/difference-class.ts";

/** A class's number within queries: its place in the order of precedence, so that 7 and above are comparable values. */
export const classCode = (name: DifferenceClass): number => DifferenceClass.options.indexOf(name);

export const classOfCode = (code: number): DifferenceClass => {
  const name = DifferenceClass.options[code];
  if (name === undefined) throw new Error(`No class of difference has the code ${code}`);
  return name;
};

/** Codes that count as outside tolerance, as a list for IN. */
export const outsideCodes = `(${outsideClasses.map(classCode).join(", ")})`;
