import { inUnit, valueWords } from "../../../src/report/validation/hypothesis-words.ts";
import { localMoment } from "../../../src/report/validation/local-time.ts";
import { maturityWords } from "../../../src/report/validation/series-counts.ts";
import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import { MaturityChart } from "../charts/maturity-chart.tsx";
import type { HypothesisResult } from "../run-types.ts";

const daySeconds = 86_400;

/** How labels come in, and what can be said before they have; nothing where none are waited for. */
export const LabelsPart = ({ result }: { result: HypothesisResult }) => {
  const { maturity, labelFree, hypothesis: { timeZone, labelMaturitySeconds } } = result;
  if (maturity === null && labelFree.length === 0) return null;
  const words = maturityWords(result);
  return (
    <section className="part" aria-label="Labels">
      <h3>Labels</h3>
      {words !== null && <p>{words.charAt(0).toUpperCase()}{words.slice(1)}.{maturity !== null && <span className="soft"> Learned from {formatPlural(maturity.cohorts, "day")} of predictions.</span>}</p>}
      <div className="pair-of-charts">
        {maturity !== null && maturity.curve.length > 1 && <MaturityChart maturity={maturity} days={labelMaturitySeconds / daySeconds} />}
        {labelFree.length > 0 && (
          <div>
            <h4>Before labels come</h4>
            <ul className="label-free">{labelFree.map(({ method, from, to, estimate, interval, n, labelled, assumption, doubt }) => (
              <li key={`${method} ${from}`}>
                <p><strong>{inUnit(estimate, result.unit)}</strong> <span className="soft">{interval === null ? "" : `${valueWords({ estimate, interval }, result.unit).replace(/^[^(]*/, "")} `}by {method}, {localMoment(from, timeZone)} to {localMoment(to, timeZone)}, {formatCount(n)} rows{labelled === 0 ? "" : `, ${formatCount(labelled)} of them labelled`}</span></p>
                <p className="soft" dir="auto">Assumes that {assumption.replace(/\.$/, "")}.</p>
                {doubt !== null && <p className="doubt" dir="auto"><strong>Doubtful here:</strong> {doubt.replace(/\.$/, "")}.</p>}
              </li>
            ))}</ul>
            <p className="aside">These stand and fall with what they assume; no verdict rests on them.</p>
          </div>
        )}
      </div>
    </section>
  );
};
