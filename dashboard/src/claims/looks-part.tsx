import type { HypothesisResult } from "../run-types.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { type Look, LookBar } from "./look-bar.tsx";
import { lookSentence, lookShort } from "./look-words.ts";

type Amendment = HypothesisResult["amendments"][number];
type Entry = { readonly at: string; readonly look: Look } | { readonly at: string; readonly amendment: Amendment };

/** Looks and amendments in one list, newest first: which verdicts were under which words. */
export const inOneList = (looks: readonly Look[], amendments: readonly Amendment[], whole: boolean): Entry[] => {
  const oldest = looks.at(-1)?.at;
  const shown = amendments.filter(({ registeredAt }) => whole || oldest === undefined || registeredAt >= oldest);
  return [...looks.map((look) => ({ at: look.at, look })), ...shown.map((amendment) => ({ at: amendment.registeredAt, amendment }))].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
};

const AmendmentRow = ({ amendment: { version, registeredAt, author, reason, changed, afterTheFact } }: { amendment: Amendment }) => (
  <li className="amendment-row">
    <span className="amendment-sign" aria-hidden="true">✎</span>
    <span><strong>{version === 1 ? "Registered" : `Amended: version ${String(version)}`}</strong> by <Person name={author} />, <When at={registeredAt} as="day" />{afterTheFact === true && <> <span className="mark">after the fact</span></>}
      {changed.length > 0 && <span className="statement">{changed.map(({ field, before, after }) => `${field} from ${before} to ${after}`).join("; ")}</span>}
      {reason !== null && <span className="statement" dir="auto">“{reason}”</span>}</span>
  </li>
);

/** What each look said, newest first, with every amendment where it came: verdicts above it stand under the new words, those below under the old. */
export const LooksPart = ({ looks, amendments, whole }: { looks: readonly Look[]; amendments: readonly Amendment[]; whole: boolean }) => (
  <ol className="looks-list">
    {inOneList(looks, amendments, whole).map((entry) => {
      if ("amendment" in entry) return <AmendmentRow key={`v${String(entry.amendment.version)}`} amendment={entry.amendment} />;
      const { look } = entry;
      const [seen, promised] = lookShort(look);
      return (
        <li key={look.run} className="claim look-row">
          <VerdictMark verdict={look.verdict} />
          <span className="claim-what"><a className="name" href={`/runs/${look.run}`}><When at={look.at} /></a><span className="statement">version {look.version}{look.refused !== null && `; ${look.refused}`}</span></span>
          <span className="claim-bar"><LookBar look={look} label={lookSentence(look)} /></span>
          <span className="finding-effect">{seen}<small>{promised}</small></span>
        </li>
      );
    })}
  </ol>
);
