import type { ReactNode } from "react";
import type { Waiver } from "../../../src/core/domain/waiver.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { Folded } from "../parts/folded.tsx";
import { CoveredFindings } from "./covered-findings.tsx";

const soonMs = 7 * 864e5;

const standing = ({ expiresAt, ended }: Waiver, now: number): readonly [sign: string, word: string, tone: string] => {
  if (ended !== undefined) return ["✗", "ended: fails again", "over"];
  const left = Date.parse(expiresAt) - now;
  return left <= 0 ? ["✗", "over: fails again", "over"] : left < soonMs ? ["!", "ends soon", "soon"] : ["✓", "in force", "held"];
};

const holds = ({ expiresAt, ended }: Waiver, now: number): boolean => ended === undefined && Date.parse(expiresAt) > now;

/** Accepted failures: those that end soonest first, and those that are over, which fail again. `ending` makes the button that ends one that holds, where somebody may. */
export const WaiverRows = ({ waivers, ending }: { waivers: readonly Waiver[]; ending: (waiver: Waiver) => ReactNode }) => {
  const now = Date.now();
  const held = waivers.filter((waiver) => holds(waiver, now)).sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
  const over = waivers.filter((waiver) => !holds(waiver, now)).sort((a, b) => Date.parse(b.expiresAt) - Date.parse(a.expiresAt));
  return (
    <ol className="lines">
      {[...held, ...over].map((waiver) => {
        const { id, model, environment, finding, reason, owner, approvedBy, expiresAt, ended } = waiver;
        const [sign, word, tone] = standing(waiver, now);
        return (
          <li key={id} id={id} className="line waiver-line">
            <span className={`standing waiver-${tone}`}><span className="verdict-sign" aria-hidden="true">{sign}</span>{word}</span>
            <span className="line-what"><bdi className="name">{finding}</bdi> <span className="soft">for <bdi>{model}</bdi>{environment === null ? ", everywhere" : <> in <bdi>{environment}</bdi></>}</span><span className="statement" dir="auto">{reason}</span>{ended !== undefined && <span className="statement" dir="auto">Ended by <Person name={ended.by} />: {ended.reason}</span>}{tone !== "over" && <Folded className="more" summary={finding.endsWith("*") ? "Every finding whose id begins so: what that is now" : "What it covers now"}>{() => <CoveredFindings waiver={id} />}</Folded>}</span>
            <span className="line-who"><Person name={owner} />{approvedBy.length > 0 && <small>accepted by {approvedBy.map((name, index) => <span key={name}>{index > 0 && ", "}<Person name={name} /></span>)}</small>}</span>
            <span className="line-when"><When at={ended?.at ?? expiresAt} as="ago" /><small>{id}</small>{tone !== "over" && ending(waiver)}</span>
          </li>
        );
      })}
    </ol>
  );
};
