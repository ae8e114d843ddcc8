import { useContext } from "react";
import { formatMargin } from "../../../src/report/wording/allowed-zone.ts";
import { formatEffect, formatInterval } from "../../../src/report/wording/format-effect.ts";
import { formatCount } from "../../../src/report/wording/format-number.ts";
import { findingMark, waivedWords } from "../../../src/report/wording/finding-mark.ts";
import { modeMeaning } from "../../../src/report/wording/mode-words.ts";
import { subjectWords } from "../../../src/report/wording/subject-words.ts";
import { EffectBar } from "../charts/effect-bar.tsx";
import type { EffectScale } from "../charts/effect-scale.ts";
import { RunKind } from "../run-kind.ts";
import type { Finding } from "../run-types.ts";
import { TracesOfPairs } from "../traces/trace-links.tsx";
import { BesideFinding } from "./beside-finding.ts";
import { Evidence } from "./evidence.tsx";
import { Term } from "./term.tsx";
import { VerdictMark } from "./verdict-mark.tsx";

const origins = { agreed: "agreed beforehand", default: "Lockstep’s default, not agreed", derived: "derived, not agreed" } as const;

/** One finding: verdict, subject and effect in sight; reason, action and everything needed to recompute it inside. `pairs`: keys of pairs that it is about. */
export const FindingRow = ({ finding, id, scale, appeared, pairs = [] }: { finding: Finding; id: string; scale: EffectScale | null; appeared: boolean; pairs?: readonly string[] }) => {
  const kind = useContext(RunKind);
  const beside = useContext(BesideFinding);
  const subject = subjectWords(finding);
  const level = finding.interval === null ? null : formatEffect(finding.interval.level, "share");
  return (
    <details className={finding.estimate === null ? "finding finding-plain" : "finding"} id={id}>
      <summary>
        <VerdictMark verdict={finding.verdict} />
        <span className="finding-what"><span className="finding-name">{appeared && <strong className="mark mark-new">new</strong>}<bdi className="name">{subject}</bdi>{findingMark(finding) !== null && <span className="mark">{findingMark(finding)}</span>}{beside?.(finding, "mark")}</span><span className="statement" dir="auto">{finding.statement}</span></span>
        {finding.estimate !== null && (
          <>
            <span className="finding-bar">{scale !== null && <EffectBar drawn={finding} verdict={finding.verdict} scale={scale} subject={subject} />}</span>
            <span className="finding-effect">{formatEffect(finding.estimate, finding.unit)}<small>{finding.interval === null ? "" : formatInterval(finding.interval, finding.unit)}</small></span>
          </>
        )}
      </summary>
      <div className="finding-more">
        <dl className="facts">
          <div><dt>Why</dt><dd dir="auto">{finding.reason}</dd></div>
          <div><dt>What to do</dt><dd dir="auto">{finding.action}</dd></div>
          <div><dt><Term name="margin" /></dt><dd>{formatMargin(finding)}{finding.marginOrigin !== null && <span className="soft"> ({origins[finding.marginOrigin]})</span>}</dd></div>
          <div><dt><Term name="interval" /></dt><dd>{formatInterval(finding.interval, finding.unit)}{level !== null && <span className="soft" dir="auto"> ({level} confidence; {finding.interval?.method})</span>}</dd></div>
          {kind === "check" && <div><dt><Term name="noise" /></dt><dd>{finding.noiseFloor === null ? "not measured" : formatEffect(finding.noiseFloor, finding.unit)}</dd></div>}
          <div><dt><Term name="n" /></dt><dd>{formatCount(finding.n)}{finding.needed !== null && <>; about {formatCount(finding.needed)} more would decide it</>}</dd></div>
          <TracesOfPairs keys={pairs} />
          {waivedWords(finding) !== null && <div><dt>Waiver</dt><dd dir="auto">{waivedWords(finding)}</dd></div>}
          <div><dt>Weight</dt><dd>severity {finding.severity}; {modeMeaning[finding.mode]}</dd></div>
        </dl>
        {beside?.(finding, "more")}
        {Object.keys(finding.evidence).length > 0 && <><h4>Numbers behind it</h4><Evidence evidence={finding.evidence} /></>}
        <p className="aside"><a href={`#${id}`}>Link to this finding</a></p>
      </div>
    </details>
  );
};
