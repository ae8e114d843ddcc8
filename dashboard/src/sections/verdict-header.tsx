import { formatCount, formatMoment, formatPlural } from "../../../src/report/wording/format-number.ts";
import { sizeWords } from "../../../src/report/population/population-words.ts";
import { localMoment } from "../../../src/report/validation/local-time.ts";
import { standInWords } from "../../../src/report/wording/agreed-words.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import { SideSign } from "../parts/side-mark.tsx";
import type { Run } from "../run-types.ts";

/** A sentence of more letters is set smaller, so that what to do stays in sight. */
const longHeadline = 150;

/* A number and its percent sign stay on one line. */
const keepTogether = (text: string): string => text.replace(/(\d) %/g, "$1\u00a0%");

/** The verdict in one sentence, what stood in for an environment that was not asked, and what was compared. */
export const VerdictHeader = ({ run }: { run: Run }) => {
  const words = verdictWords[run.verdict];
  const { reference, candidate } = run.environments;
  const standIn = standInWords(run);
  return (
    <header className={`headline verdict-${run.verdict}`} id="verdict">
      <p className="masthead"><strong>Lockstep</strong><span>{formatMoment(run.finishedAt)}</span><span className="run-id"><bdi>{run.id}</bdi></span></p>
      <p className="headline-verdict"><span className="headline-sign" aria-hidden="true">{words.symbol}</span>{words.word}</p>
      <h1 dir="auto" className={run.headline.length > longHeadline ? "long" : undefined}>{keepTogether(run.headline)}</h1>
      {standIn !== null && <p className="stood-in" dir="auto"><strong>Baseline:</strong> {standIn}.</p>}
      <p className="compared">
        <span className="side-name"><SideSign side="candidate" /><bdi>{candidate.name}</bdi>{run.validation === null && candidate.name !== "candidate" && <> <small>candidate</small></>}</span>
        <span className="against">against</span>
        <span className="side-name"><SideSign side="reference" /><bdi>{reference.name}</bdi>{run.validation === null && reference.name !== "reference" && <> <small>reference</small></>}</span>
        {run.population !== null && <span className="against">{sizeWords(run.population)}</span>}
        {run.validation !== null && <span className="against">until {localMoment(run.validation.asOf, run.validation.hypotheses[0]?.hypothesis.timeZone ?? "UTC")}{run.validation.backfill && ", history judged as if it had been looked at then"}</span>}
        {run.population === null && run.validation === null && <span className="against">on {formatCount(run.inputs.rows)} {run.inputs.synthetic ? "made-up " : ""}inputs and {formatPlural(run.outputs.length, "output")}</span>}
      </p>
    </header>
  );
};
