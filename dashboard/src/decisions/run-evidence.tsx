import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { formatEffect } from "../../../src/report/wording/format-effect.ts";
import { subjectWords } from "../../../src/report/wording/subject-words.ts";
import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { Shown } from "../states/shown.tsx";
import { PolicySays, ThenAndNow } from "./policy-says.tsx";

const worst = ["fail", "error", "inconclusive", "warn", "pass"];
const most = 12;

/** What a run said: its verdict then and now, what policy says of it, and its findings worst first. */
export const RunEvidence = ({ run }: { run: string }) => {
  const standing = useApi("/api/v1/runs/{id}/decision", { params: { id: run } }, ["waiver", "decision", "policy"]);
  const findings = useApi("/api/v1/runs/{id}/findings", { params: { id: run }, query: { limit: 200 } }, []);
  return (
    <>
      <Shown of={standing} what="the run">{(each) => (
        <div className="evidence-run">
          <p><ThenAndNow standing={each} /> · <a href={`/runs/${run}`}>the whole run</a></p>
          <PolicySays standing={each} />
          {each.byPeople !== null && <p>People decided <strong>{decisionWords[each.byPeople.action].toLowerCase()}</strong>, <When at={each.byPeople.at} as="day" />: <span dir="auto">{each.byPeople.reason}</span></p>}
        </div>
      )}</Shown>
      <Shown of={findings} what="its findings">{({ items, next }) => {
        const ordered = [...items].sort((a, b) => worst.indexOf(a.verdict) - worst.indexOf(b.verdict));
        const left = items.length - Math.min(most, items.length);
        return (
          <>
            <ol className="lines">{ordered.slice(0, most).map((finding) => (
              <li key={finding.id} className="line finding-line">
                <VerdictMark verdict={finding.verdict} />
                <span className="line-what"><bdi className="name">{subjectWords(finding)}</bdi><span className="statement" dir="auto">{finding.statement}</span></span>
                <span className="line-who">{finding.estimate === null ? "" : formatEffect(finding.estimate, finding.unit)}</span>
                <span className="line-when"><span className="severity">{finding.severity}</span></span>
              </li>
            ))}</ol>
            {(left > 0 || next !== null) && <p className="aside">{next === null ? `${String(left)} more` : "More of them"}, none worse, in <a href={`/runs/${run}`}>the run</a>.</p>}
          </>
        );
      }}</Shown>
    </>
  );
};
