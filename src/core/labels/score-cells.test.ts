import { expect, test } from "vitest";
import golden from "../../../spec/stats/cbpe.json" with { type: "json" };
import { scoreCells } from "./score-cells.ts";

const measure = { edges: [0.2, 0.5] };

test("bins of several statistics add up, empty ones stand between, and decisions are told apart", () => {
  const one = { bins: [[2, 4, 3, 2.4, 4, 3, 3, 3, 2, 2.3, 3, 2, 2.3, 2.4]] };
  const unlabelled = { bins: [[2, 2, 1.5, 1.13, 0, 0, 0, 1, 0, 0.8, 0, 0, 0, 0]] };
  const bins = scoreCells(measure, [one, unlabelled], false);
  expect(bins.map(({ n, labelled, positives }) => [n, labelled, positives])).toEqual([[0, 0, 0], [0, 0, 0], [6, 4, 3]]);
  expect(bins[2]?.score).toBeCloseTo(0.75, 12);
  expect(bins[2]?.spread).toBeCloseTo(3.53 / 6 - 0.75 ** 2, 12);
  const [against, decided] = scoreCells(measure, [one, unlabelled], true).slice(4);
  expect(against).toMatchObject({ n: 2, labelled: 1, positives: 1, decided: false });
  expect(decided).toMatchObject({ n: 4, labelled: 3, positives: 2, decided: true });
  expect(decided?.score).toBeCloseTo(3.1 / 4, 12);
});

test("rows that end after `right` tell the same of labelled rows, whatever was decided", () => {
  for (const { bins, edges } of golden.cases) {
    const [whole, short] = [scoreCells({ edges }, [{ bins }], true), scoreCells({ edges }, [{ bins: bins.map((row) => row.slice(0, 9)) }], true)];
    expect(short.map(({ n, labelled, positives, decided }) => [n, labelled, positives, decided])).toEqual(whole.map(({ n, labelled, positives, decided }) => [n, labelled, positives, decided]));
  }
});

test("a bin that the measure does not have is a mistake", () => {
  expect(() => scoreCells(measure, [{ bins: [[3, 1, 1, 1, 0, 0, 0, 0, 0]] }], false)).toThrow(RangeError);
});
