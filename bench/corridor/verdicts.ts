import { sequenceLevel } from "./coverage/sequences.ts";
import type { CorridorResults } from "./corridor-results.ts";
import { corridor } from "./rules.ts";

/** Below this in every cell: nominal 5 % and two Monte Carlo standard errors. */
export const most = (of: number): number => 0.05 + 2 * Math.sqrt((0.05 * 0.95) / of);
export const inside = (alarmed: number, of: number): boolean => alarmed / of <= most(of);

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
const tooFew = (held: number, of: number, level: number, least: number): boolean => of > 0 && held / of < least - 2 * Math.sqrt((level * (1 - level)) / of);

/** Everything that is promised and did not come true, in words; what is known not to hold is told as well. */
export const outsideOf = ({ quiet, whole, harder, coverage, labelFree, sequences, families }: CorridorResults): string[] => [
  ...quiet.filter(({ rule, alarmed, of }) => rule === corridor && !inside(alarmed, of)).map(({ noise, offlineRows, alarmed, of }) => `a quiet year, ${noise}, ${offlineRows} offline rows: ${percent(alarmed / of)}`),
  ...whole.flatMap(({ noise, of, late, ofWindows, apart, otherwise, looks }) => [
    ...(inside(late, of) ? [] : [`the whole path with late labels, ${noise}: ${percent(late / of)}`]), ...(inside(ofWindows, of) ? [] : [`a mean of days, ${noise}: ${percent(ofWindows / of)}`]),
    ...(apart === 0 ? [] : [`the whole path and the construction alone say different things of ${apart} units, ${noise}`]), ...(otherwise === 0 ? [] : [`${otherwise} of ${looks} daily looks said otherwise than the last one's history, ${noise}`]),
  ]),
  ...harder.filter(({ alarmed, of }) => !inside(alarmed, of)).map(({ scenario, alarmed, of }) => `${scenario.group}, ${scenario.title}: ${percent(alarmed / of)} of quiet years fail${scenario.outside === undefined ? "" : " (known)"}`),
  ...coverage.flatMap(({ metric, days, correlation, held, refused, of, windows, windowsHeld }) => {
    const where = `${metric}, ${days} days${correlation === 0 ? "" : ` that hang together (${correlation})`}`;
    return [...(tooFew(held, of - refused, 0.95, 0.93) ? [`95 % interval of ${where}: holds in ${percent(held / (of - refused))}`] : []), ...(tooFew(windowsHeld, windows, 0.95, 0.93) ? [`window expected of ${where}: holds in ${percent(windowsHeld / windows)}`] : [])];
  }),
  ...sequences.filter(({ held, of }) => tooFew(held, of, sequenceLevel, sequenceLevel)).map(({ title, held, of }) => `confidence sequence, ${title}: holds in ${percent(held / of)}`),
  ...labelFree.filter(({ held, told }) => tooFew(held, told, 0.95, 0.93)).map(({ metric, method, situation, held, told }) => `${method} of ${metric}, ${situation}: holds in ${percent(held / told)}`),
  ...families.filter(({ falseShare, of }) => falseShare > most(of)).map(({ title, falseShare }) => `family, ${title}: ${percent(falseShare)} of what fails is false`),
];
