import type { ReactNode } from "react";
import { coverageWords } from "../../../src/report/wording/coverage-words.ts";
import { formatMargin } from "../../../src/report/wording/allowed-zone.ts";
import { formatEffect, formatInterval } from "../../../src/report/wording/format-effect.ts";
import { formatCount, formatNumber } from "../../../src/report/wording/format-number.ts";
import { EffectAxis, EffectBar } from "../charts/effect-bar.tsx";
import { effectScale } from "../charts/effect-scale.ts";
import { Term } from "../parts/term.tsx";
import type { Finding, Run } from "../run-types.ts";

const Figure = ({ label, value, children }: { label: ReactNode; value: ReactNode; children?: ReactNode }) => (
  <div><dt>{label}</dt><dd><span className="big">{value}</span>{children !== undefined && <span className="under">{children}</span>}</dd></div>
);

const ofOutputs = ({ findings }: Run): Finding[] => findings.filter(({ subject }) => subject.segment === null && (subject.kind === "output" || subject.kind === "decision"));

/** The run in five numbers; the worst output stands for the others. */
export const KeyNumbers = ({ run }: { run: Run }) => {
  const judged = ofOutputs(run);
  const agreeing = judged.filter(({ verdict }) => verdict === "pass").length;
  const worst = [...judged].filter(({ estimate }) => estimate !== null).sort((a, b) => (b.estimate ?? 0) - (a.estimate ?? 0))[0];
  const output = run.outputs.find((entry) => entry.output === worst?.subject.name);
  const floor = judged.map(({ noiseFloor }) => noiseFloor).filter((value) => value !== null);
  const ratio = run.latencyRatios.find(({ q }) => q === 0.5);
  const scale = worst === undefined ? null : effectScale([worst]);
  const tightest = [...run.outputs].filter(({ smallestTolerance }) => smallestTolerance !== null).sort((a, b) => b.outside / Math.max(1, b.pairs) - a.outside / Math.max(1, a.pairs))[0];
  return (
    <>
      <dl className="figures">
        <Figure label={<Term name="n">Pairs compared</Term>} value={formatCount(run.coverage.pairs)} />
        {judged.length > 0 && <Figure label="Outputs that agree" value={`${formatCount(agreeing)} of ${formatCount(judged.length)}`} />}
        <Figure label={<Term name="noise" />} value={floor.length === 0 ? "not measured" : formatEffect(Math.max(...floor), "share")}>{floor.length === 0 ? undefined : "the reference against itself"}</Figure>
        {tightest !== undefined && <Figure label={<Term name="smallest" />} value={tightest.smallestTolerance === 0 ? "0" : `± ${formatNumber(tightest.smallestTolerance)}`}><>for <bdi>{tightest.output}</bdi> to pass</></Figure>}
        {ratio !== undefined && ratio.ratio !== null && <Figure label="Median latency" value={formatEffect(ratio.ratio, "ratio")}>of the reference’s</Figure>}
      </dl>
      {worst !== undefined && scale !== null && (
        <div className="worst-output">
          <p>
            <Term name="share">Share outside</Term>{judged.length > 1 && worst.estimate === 0 ? ", every output" : <>{judged.length > 1 ? ", worst output" : ""} <bdi className="name">{worst.subject.name}</bdi></>}: <strong>{formatEffect(worst.estimate, worst.unit)}</strong>
            {output !== undefined && worst.estimate !== 0 && <>, {formatCount(output.outside)} of {formatCount(output.pairs)} pairs</>} <span className="soft">(<span className="nowrap">{formatInterval(worst.interval, worst.unit)}</span>; <span className="nowrap">allowed {formatMargin(worst)}</span>)</span>
          </p>
          <EffectBar drawn={worst} verdict={worst.verdict} scale={scale} subject={worst.subject.name} />
          <EffectAxis scale={scale} />
        </div>
      )}
      <p className="aside" dir="auto">{coverageWords(run)}.</p>
    </>
  );
};
