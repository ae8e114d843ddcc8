import { concurrentWords, costWords, standsWords } from "../../../src/report/validation/hypothesis-words.ts";
import { formatNumber, formatPlural } from "../../../src/report/wording/format-number.ts";
import { asSentence } from "../acting/as-sentence.ts";
import { Facts } from "../acting/facts.tsx";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import { hypothesisAddress, modelAddress } from "../frame/addresses.ts";
import { alarmWords } from "./alarm-words.ts";
import { BeforePart } from "./before-part.tsx";
import type { NewestLook } from "./hypothesis-of.ts";
import type { WholeIncident } from "./incident-acts.tsx";

const consequences = { investigate: "Investigate", pause: "Pause the model", "roll-back": "Roll back" } as const;

const costOf = ({ result }: NewestLook): string | null => {
  const words = costWords(result);
  return words === null ? null : asSentence(words);
};

/** What stands about an incident: whose it is, since when, what it costs, what was agreed to follow. `newest`: the last look at the claim that it is about. */
export const IncidentFacts = ({ incident, newest }: { incident: WholeIncident; newest: NewestLook | null }) => {
  const { owner, escalatedTo, since, openedAt, closedAt, consequence, status, wellFor, unheardFor, alarm, subject, model, hypothesis: claim } = incident;
  const impact = newest?.result.hypothesis.impact ?? null;
  const overall = newest?.result.overall ?? null;
  return (
    <Facts rows={[
      ["About", claim !== null ? <a href={hypothesisAddress(claim.model, claim.name)}><bdi>{subject}</bdi></a> : model === null ? <bdi>{subject}</bdi> : <><bdi>{subject}</bdi>, of <a href={modelAddress(model)}><bdi>{model}</bdi></a></>],
      ["Newest look", newest === null || overall === null ? null : <>{asSentence(`${newest.result.metric}: ${standsWords(newest.result, overall)}`)} <a href={`/runs/${newest.run}`}><When at={newest.at} as="day" /></a></>],
      ["Owner", owner === null ? <em className="nobody">Nobody has it</em> : <><Person name={owner.name} />{owner.contact !== undefined && <>, <bdi>{owner.contact}</bdi></>}</>],
      ["Escalated to", escalatedTo === null ? null : <Person name={escalatedTo} />],
      ["Since", <>{since === null ? "nobody can tell when it began" : <>it began about <When at={since} as="day" /></>}; opened <When at={openedAt} />{closedAt !== null && <>, closed <When at={closedAt} /></>}</>],
      ["Costs", newest === null ? null : (costOf(newest) ?? (impact === null ? "What a day of it costs was not agreed." : `${formatNumber(impact.perDay)} ${impact.unit} a day.`))],
      ["Agreed to follow", consequences[consequence]],
      ["Before", incident.before.length === 0 && !incident.events.some(({ kind }) => kind === "reopened") ? null : <BeforePart key="before" incident={incident} />],
      ["Looks since", status === "recovering" ? `${formatPlural(wellFor, "look")} in a row well` : unheardFor > 0 && status !== "closed" ? `${formatPlural(unheardFor, "look")} told nothing` : null],
      ["People said", alarm === null ? null : asSentence(alarmWords[alarm])],
    ]} />
  );
};

/** What else changed when it began, nearest first; null where nothing is known. */
export const changedMeanwhile = (newest: NewestLook | null): readonly string[] => (newest === null ? [] : concurrentWords(newest.result));
