import { localMoment } from "../../../src/report/validation/local-time.ts";
import { formatCount, formatNumber, formatShare, noNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { FeatureStability } from "../run-types.ts";

const firstFeatures = 12;
const width = 160;
const height = 28;

const Missing = ({ feature, days }: FeatureStability) => {
  const shares = days.map(({ missing }) => missing ?? 0);
  const most = Math.max(...shares, 0.05);
  const step = width / Math.max(1, days.length);
  return (
    <svg className="spark" role="img" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" height={height} width="100%">
      <title>{`share of ${feature} missing by day, up to ${formatShare(Math.max(...shares, 0))}`}</title>
      <line className="effect-axis" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      {shares.map((share, index) => <rect key={index} className="spark-bar" x={index * step} width={Math.max(0.5, step * 0.8)} y={height - (share / most) * height} height={(share / most) * height} />)}
    </svg>
  );
};

const rank = { error: 0, fail: 1, inconclusive: 2, warn: 3, pass: 4 } as const;

/** Each feature of production: whether it is there, and whether it lies as it did offline. */
export const FeaturesSection = ({ features }: { features: readonly FeatureStability[] }) => (
  <More rows={[...features].sort((a, b) => rank[a.verdict] - rank[b.verdict])} first={firstFeatures} render={(some) => (
    <DataTable caption="Features in production, by day" rows={some} columns={[
      { title: "verdict", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> }, { title: "feature", cell: ({ feature, sentence, changedOn }) => <><bdi className="name">{feature}</bdi><small className="besides feature-sentence" dir="auto">{sentence}{changedOn !== null && !sentence.includes("since") && `; changed on ${localMoment(changedOn, "UTC")}`}</small></> },
      { title: "missing by day", cell: (feature) => <div className="bar-cell"><Missing {...feature} /></div> }, { title: "there", numeric: true, cell: ({ availability }) => formatShare(availability) }, { title: "distance, last day", numeric: true, cell: ({ days }) => { const last = days.at(-1)?.distance ?? null; return last === null ? noNumber : formatNumber(last); } }, { title: "days", numeric: true, cell: ({ days }) => formatCount(days.length) },
    ]} />
  )} />
);
