import { isotonic } from "./isotonic.ts";

/** Neighbouring cells that share one rate of positives, and on how many labelled rows it rests. */
export interface CalibrationBlock {
  readonly first: number;
  readonly last: number;
  readonly labelled: number;
  readonly rate: number;
}

/** The rate of positives per cell, as labelled rows showed it. `blocks` are empty where the scores were taken at their word. */
export interface Calibration {
  readonly rates: readonly number[];
  readonly blocks: readonly CalibrationBlock[];
}

/** What a score is worth: the rising rates of positives nearest to those of the labelled cells, in ascending order of the score. Cells without labels take their left neighbour's. Null without labels. */
export const recalibrate = (ascending: readonly { readonly labelled: number; readonly positives: number }[]): Calibration | null => {
  if (!ascending.some(({ labelled }) => labelled > 0)) return null;
  const rates = isotonic(ascending.map(({ labelled, positives }) => ({ value: labelled > 0 ? positives / labelled : 0, weight: labelled })));
  const blocks: { first: number; last: number; labelled: number; rate: number }[] = [];
  rates.forEach((rate, index) => {
    const labelled = ascending[index]?.labelled ?? 0;
    const open = blocks.at(-1);
    if (open?.rate === rate) {
      open.last = index;
      open.labelled += labelled;
    } else blocks.push({ first: index, last: index, labelled, rate });
  });
  return { rates, blocks };
};

/** How uncertain a block's rate is: binomial, with half a row of each kind added so that a block without a positive is not certain to have none. */
export const varianceOfBlock = ({ labelled, rate }: CalibrationBlock): number => {
  const padded = (rate * labelled + 0.5) / (labelled + 1);
  return (padded * (1 - padded)) / labelled;
};
