import type { Waiver } from "../../../src/core/domain/waiver.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { Folded } from "../parts/folded.tsx";
import { CoveredFindings } from "./covered-findings.tsx";

const soonMs = 7 * 864e5;

const standing = (expiresAt: string, now: number): readonly [sign: string, word: string, tone: string] => {
  const left = Date.parse(expiresAt) - now;
  return left <= 0 ? ["✗", "over: fails again", "over"] : left < soonMs ? ["!", "ends soon", "soon"] : ["✓", "in force", "held"];
};

/** Accepted failures: those that end soonest first, and those that are over, which fail again. */
export const WaiverRows = ({ waivers }: { waivers: readonly Waiver[] }) => {
  const now = Date.now();
  const held = waivers.filter(({ expiresAt }) => Date.parse(expiresAt) > now).sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
  const over = waivers.filter(({ expiresAt }) => !(Date.parse(expiresAt) > now)).sort((a, b) => Date.parse(b.expiresAt) - Date.parse(a.expiresAt));
  return (
    <ol className="lines">
      {[...held, ...over].map(({ id, model, environment, finding, reason, owner, approvedBy, expiresAt }) => {
        const [sign, word, tone] = standing(expiresAt, now);
        return (
          <li key={id} id={id} className="line waiver-line">
            <span className={`standing waiver-${tone}`}><span className="verdict-sign" aria-hidden="true">{sign}</span>{word}</span>
            <span className="line-what"><bdi className="name">{finding}</bdi> <span className="soft">for <bdi>{model}</bdi>{environment === null ? ", everywhere" : <> in <bdi>{environment}</bdi></>}</span><span className="statement" dir="auto">{reason}</span>{tone !== "over" && <Folded className="more" summary={finding.endsWith("*") ? "Every finding whose id begins so: what that is now" : "What it covers now"}>{() => <CoveredFindings waiver={id} />}</Folded>}</span>
            <span className="line-who"><Person name={owner} />{approvedBy.length > 0 && <small>accepted by {approvedBy.map((name, index) => <span key={name}>{index > 0 && ", "}<Person name={name} /></span>)}</small>}</span>
            <span className="line-when"><When at={expiresAt} as="ago" /><small>{id}</small></span>
          </li>
        );
      })}
    </ol>
  );
};
