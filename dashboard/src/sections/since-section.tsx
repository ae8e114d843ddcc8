import { sinceWords } from "../../../src/report/wording/agreed-words.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { subjectWords } from "../../../src/report/wording/subject-words.ts";
import { anchors } from "../anchor.ts";
import { Folded } from "../parts/folded.tsx";
import { More } from "../parts/more.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { Run } from "../run-types.ts";

const firstNew = 3;

/** What is new, gone and still there against an earlier run, the new ones first. */
export const SinceSection = ({ run, since }: { run: Run; since: NonNullable<Run["since"]> }) => {
  const ids = anchors("finding", run.findings.map(({ id }) => id));
  const appeared = run.findings.flatMap((finding, index) => (since.appeared.includes(finding.id) ? [{ finding, id: ids[index] ?? "" }] : []));
  return (
    <>
      <p dir="auto">{sinceWords(run)}.</p>
      {appeared.length > 0 && (
        <More rows={appeared} first={firstNew} render={(some) => <ul className="changes" aria-label="New findings">{some.map(({ finding, id }) => <li key={id}><VerdictMark verdict={finding.verdict} /><span><strong className="mark mark-new">new</strong> <a href={`#${id}`}><bdi>{subjectWords(finding)}</bdi></a></span></li>)}</ul>} />
      )}
      {since.gone.length > 0 && <Folded summary={formatPlural(since.gone.length, "finding that is gone", "findings that are gone")}>{() => <ul className="reasons">{since.gone.filter((id) => id !== "").map((id) => <li key={id}><bdi>{id}</bdi></li>)}</ul>}</Folded>}
    </>
  );
};
