import type { ColumnShift } from "../run-types.ts";

type Bars = NonNullable<ColumnShift["picture"]>["bars"];

const width = 120;
const height = 30;

/** Shares of each side, so that different numbers of rows look alike. */
export const sharesOf = (bars: Bars): { readonly reference: readonly number[]; readonly candidate: readonly number[]; readonly most: number } => {
  const total = (side: "reference" | "candidate"): number => Math.max(1, bars.reduce((sum, bar) => sum + bar[side], 0));
  const [a, b] = [total("reference"), total("candidate")];
  const reference = bars.map((bar) => bar.reference / a);
  const candidate = bars.map((bar) => bar.candidate / b);
  return { reference, candidate, most: Math.max(1e-9, ...reference, ...candidate) };
};

const at = (value: number): string => value.toFixed(1);

/** Two distributions as large as a word: the reference filled, the candidate drawn over it as a line; categories as pairs of bars. */
export const PairedBars = ({ shift: { picture, column, kind } }: { shift: ColumnShift }) => {
  if (picture === null || picture.bars.length === 0) return <span className="no-picture" />;
  const { reference, candidate, most } = sharesOf(picture.bars);
  const step = width / reference.length;
  const top = (share: number): number => height - (share / most) * (height - 2);
  const stairs = (shares: readonly number[]): string => shares.map((share, index) => `${index === 0 ? "M" : "L"}${at(index * step)} ${at(top(share))}H${at((index + 1) * step)}`).join("");
  const bars = (shares: readonly number[], shift: number): string => shares.map((share, index) => `M${at((index + shift) * step)} ${height}V${at(top(share))}h${at(step * 0.36)}V${height}Z`).join("");
  return (
    <svg className="paired" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" width="100%" height={height}>
      <title>{`${column} in both, the shape of its ${kind === "category" ? "values" : "distribution"}`}</title>
      {kind === "category"
        ? <><path className="fill-reference" d={bars(reference, 0.1)} /><path className="fill-candidate" d={bars(candidate, 0.52)} /></>
        : <><path className="paired-ground" d={`${stairs(reference)}V${height}H0Z`} /><path className="paired-line" d={stairs(candidate)} /></>}
      <line className="effect-axis" x1="0" x2={width} y1={height} y2={height} />
    </svg>
  );
};
