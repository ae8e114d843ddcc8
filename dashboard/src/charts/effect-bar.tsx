import { allowedZone, formatMargin } from "../../../src/report/wording/allowed-zone.ts";
import { formatEffect, formatInterval } from "../../../src/report/wording/format-effect.ts";
import type { Verdict } from "../run-types.ts";
import type { Drawn, EffectScale } from "./effect-scale.ts";

const middle = 14;

/** An effect with its interval against the allowed zone: a dot, a line, a shaded band. Positions are in percent, so it fits any width. */
export const EffectBar = ({ drawn, verdict, scale, subject }: { drawn: Drawn; verdict: Verdict | "none"; scale: EffectScale; subject: string }) => {
  const zone = allowedZone(drawn);
  const percent = (value: number): string => `${scale.at(value).toFixed(2)}%`;
  const left = zone === null ? 0 : zone.low === null ? 0 : scale.at(zone.low);
  const right = zone === null ? 0 : zone.high === null ? 100 : scale.at(zone.high);
  const { estimate, interval } = drawn;
  const low = interval?.low ?? null;
  const high = interval?.high ?? null;
  return (
    <svg className={`effect effect-${verdict}`} role="img" height={middle * 2} width="100%">
      <title>{`${subject}: ${formatEffect(estimate, drawn.unit)}, ${formatInterval(interval, drawn.unit)}, allowed ${formatMargin(drawn)}`}</title>
      {zone !== null && <rect className="zone" x={`${left}%`} width={`${Math.max(0.4, right - left)}%`} y="2" height={middle * 2 - 4} rx="2" />}
      <line className="effect-axis" x1="0%" x2="100%" y1={middle} y2={middle} />
      {(low !== null || high !== null) && <line className="effect-interval" x1={low === null ? "0%" : percent(low)} x2={high === null ? "100%" : percent(high)} y1={middle} y2={middle} />}
      {estimate !== null && <circle className="effect-dot" cx={percent(estimate)} cy={middle} r="4.5" />}
    </svg>
  );
};

/** The axis that a column of bars shares. */
export const EffectAxis = ({ scale }: { scale: EffectScale }) => (
  <svg className="effect-ticks" aria-hidden="true" height="18" width="100%">
    {scale.ticks.map(({ value, label }) => <text key={label} x={`${scale.at(value)}%`} y="13" textAnchor={scale.at(value) > 92 ? "end" : scale.at(value) < 5 ? "start" : "middle"}>{label}</text>)}
  </svg>
);
