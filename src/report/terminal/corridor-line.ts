import type { SeriesJudgement } from "../../core/domain/validation.ts";
import { coarsenSeries } from "../validation/coarsen-series.ts";
import { localMoment } from "../validation/local-time.ts";
import type { TerminalInk } from "./terminal-ink.ts";

/** Signs of a line: four heights are inside the corridor, two on either side are outside. */
interface Signs {
  readonly below: readonly [string, string];
  readonly inside: readonly [string, string, string, string];
  readonly above: readonly [string, string];
  readonly missing: string;
  readonly maturing: string;
  readonly excluded: string;
}

const unicode: Signs = { below: ["▁", "▂"], inside: ["▃", "▄", "▅", "▆"], above: ["▇", "█"], missing: "·", maturing: "○", excluded: "×" };
/* Inside is flat: what has no heights at least says which side. */
const ascii: Signs = { below: ["V", "v"], inside: ["-", "-", "-", "-"], above: ["^", "A"], missing: ".", maturing: "o", excluded: "x" };

const fewest = 12;
const mostSigns = 60;

/** Both ends of the corridor; an open end lies as far from the promise as the other. */
const endsOf = ({ low, high }: SeriesJudgement["corridor"], promised: number | null): readonly [number, number] | null => {
  if (low !== null && high !== null) return high > low ? [low, high] : null;
  if (promised === null) return null;
  if (low !== null && promised > low) return [low, promised + (promised - low)];
  return high !== null && promised < high ? [promised - (high - promised), high] : null;
};

const signOf = (value: number, [low, high]: readonly [number, number], { low: below, high: above }: SeriesJudgement["corridor"], signs: Signs): string => {
  const place = (value - low) / (high - low);
  if (below !== null && value < below) return signs.below[place < -0.5 ? 0 : 1];
  if (above !== null && value > above) return signs.above[place > 1.5 ? 1 : 0];
  return signs.inside[Math.max(0, Math.min(3, Math.floor(place * 4)))] ?? signs.inside[3];
};

/**
 * The windows of a series in one line, each a sign whose height says where it lies to its corridor, and what the signs mean. Null where there is nothing to draw.
 * `cells` is the room that the signs may take.
 */
export const corridorLine = (judgement: SeriesJudgement, promised: number | null, timeZone: string, ink: TerminalInk, cells: number): { readonly signs: string; readonly legend: string } | null => {
  const ends = endsOf(judgement.corridor, promised);
  const plain = ink.symbol("fail") === "x";
  const signs = plain ? ascii : unicode;
  const { points, step } = coarsenSeries(judgement.points, Math.max(fewest, Math.min(mostSigns, cells)));
  const [first] = points;
  const last = points.at(-1);
  if (ends === null || first === undefined || last === undefined || points.every(({ estimate }) => estimate === null)) return null;
  const drawn = points.map(({ estimate, status }) => (status === "excluded" ? signs.excluded : status === "maturing" ? signs.maturing : estimate === null || status !== "judged" ? signs.missing : signOf(estimate, ends, judgement.corridor, signs)));
  const some = new Set(drawn);
  const parts = [
    `${plain ? signs.inside[0] : `${signs.inside[0]} to ${signs.inside[3]}`} inside`,
    ...(signs.below.some((sign) => some.has(sign)) ? [`${signs.below.join(" ")} below`] : []), ...(signs.above.some((sign) => some.has(sign)) ? [`${signs.above.join(" ")} above`] : []),
    ...(some.has(signs.missing) ? [`${signs.missing} not enough`] : []), ...(some.has(signs.maturing) ? [`${signs.maturing} maturing`] : []), ...(some.has(signs.excluded) ? [`${signs.excluded} left out`] : []),
  ];
  const each = step === "window" ? "" : step === "span" ? "spans " : `${step}s `;
  return { signs: drawn.join(""), legend: `${each}${localMoment(first.start, timeZone)} to ${localMoment(last.start, timeZone)}: ${parts.join(", ")}` };
};
