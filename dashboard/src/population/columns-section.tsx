import { useEffect, useId, useMemo, useState } from "react";
import { decidingMeasure } from "../../../src/report/population/order-shifts.ts";
import { type PackedShift, unpackShift } from "../../../src/report/population/packed-shift.ts";
import { dependenceWords, familyWords } from "../../../src/report/population/population-words.ts";
import { formatCount } from "../../../src/report/wording/format-number.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import { anchors } from "../anchor.ts";
import { AllowedAxis, distancesOf, reachOf } from "../charts/null-bar.tsx";
import { SideLegend } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import { revealEvent } from "../use-seen.ts";
import type { Run, ShownPopulation, Verdict } from "../run-types.ts";
import { ColumnRow } from "./column-row.tsx";

/** So many rows are made at once; the thousandth column costs nothing until somebody asks for it. */
const firstRows = 30;
const moreRows = 100;

const verdictOrder: readonly Verdict[] = ["error", "fail", "inconclusive", "warn", "pass"];

/** A column with the segments of it, still packed. */
interface Entry {
  readonly whole: PackedShift;
  readonly parts: readonly PackedShift[];
  readonly id: string;
  readonly role: string;
  /** Of the column or of any of its segments. */
  readonly verdict: Verdict;
  readonly place: number;
}

const entriesOf = ({ shifts, words }: ShownPopulation): Entry[] => {
  const word = ({ w }: PackedShift, at: number): string => words[w[at] ?? -1] ?? "";
  const groups = [...Map.groupBy(shifts, ({ c }) => c).values()];
  const ids = anchors("column", groups.map(([first]) => first?.c ?? ""));
  return groups.flatMap((members, place): Entry[] => {
    const whole = members.find(({ s }) => s === null) ?? members[0];
    if (whole === undefined) return [];
    const verdicts = new Set(members.map((member) => word(member, 3)));
    return [{ whole, parts: members.filter((member) => member !== whole), id: ids[place] ?? "", role: word(whole, 0), verdict: verdictOrder.find((verdict) => verdicts.has(verdict)) ?? "inconclusive", place }];
  });
};

const orders = { worst: "worst first", name: "by name", role: "by role" } as const;
type Order = keyof typeof orders;

const inOrder = (entries: readonly Entry[], order: Order): Entry[] =>
  [...entries].sort((a, b) => (order === "role" ? a.role.localeCompare(b.role) : order === "name" ? a.whole.c.localeCompare(b.whole.c, "en", { numeric: true }) : 0) || a.place - b.place);

const Choice = ({ label, value, options, onChange }: { label: string; value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void }) => {
  const id = useId();
  return <span className="choice"><label htmlFor={id}>{label}</label><select id={id} value={value} onChange={(event) => onChange(event.target.value)}>{options.map(([name, text]) => <option key={name} value={name}>{text}</option>)}</select></span>;
};

/** Every column that both sides have: found by name, role and verdict, drawn small, all its measures one click away. */
export const ColumnsSection = ({ run, population, shown }: { run: Run; population: NonNullable<Run["population"]>; shown: ShownPopulation }) => {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [role, setRole] = useState("");
  const [verdict, setVerdict] = useState("");
  const [order, setOrder] = useState<Order>("worst");
  const [limit, setLimit] = useState(firstRows);
  const entries = useMemo(() => entriesOf(shown), [shown]);
  useEffect(() => {
    // A link may lead to a column that is not made yet.
    const reveal = (): void => {
      if (!location.hash.startsWith("#column-")) return;
      const place = entries.findIndex((entry) => entry.id === decodeURIComponent(location.hash.slice(1)));
      if (place < 0) return;
      setTyped("");
      setRole("");
      setVerdict("");
      setOrder("worst");
      setLimit(place + firstRows);
    };
    addEventListener(revealEvent, reveal);
    return () => removeEventListener(revealEvent, reveal);
  }, [entries]);
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = inOrder(entries.filter((entry) => (role === "" || entry.role === role) && (verdict === "" || entry.verdict === verdict) && words.every((word) => entry.whole.c.toLowerCase().includes(word))), order);
  const rows = found.slice(0, limit).map((entry) => ({ entry, shift: unpackShift(entry.whole, shown.words) }));
  const roles = [...new Set(entries.map((entry) => entry.role))];
  const verdicts = verdictOrder.filter((each) => entries.some((entry) => entry.verdict === each));
  const reach = useMemo(() => reachOf(entries.slice(0, firstRows).flatMap(({ whole }) => {
    const shift = unpackShift(whole, shown.words);
    const measure = decidingMeasure(shift);
    return measure === null || shift.margin === null || shift.margin === 0 ? [] : distancesOf(measure, shift.margin).map((value) => value / (shift.margin ?? 1));
  }).concat(2)), [entries, shown]);
  const guessed = useMemo(() => new Set(shown.columns.filter(([, , , , , mark]) => mark).map(([name]) => name)), [shown]);
  const change = <T,>(set: (value: T) => void) => (value: T): void => { set(value); setLimit(firstRows); };
  const rest = found.length - rows.length;
  return (
    <>
      <SideLegend run={run} filled />
      <div className="filter" role="search" aria-label="Columns">
        <label htmlFor={id}>Find</label>
        <input id={id} type="search" value={typed} onChange={(event) => change(setTyped)(event.target.value)} autoComplete="off" spellCheck={false} placeholder="name of a column" />
        {roles.length > 1 && <Choice label="Role" value={role} onChange={change(setRole)} options={[["", "any"], ...roles.map((name) => [name, name] as const)]} />}
        {verdicts.length > 1 && <Choice label="Verdict" value={verdict} onChange={change(setVerdict)} options={[["", "any"], ...verdicts.map((name) => [name, verdictWords[name].word] as const)]} />}
        <Choice label="Order" value={order} onChange={(value) => change(setOrder)(value as Order)} options={Object.entries(orders)} />
        <output htmlFor={id} className="soft">{formatCount(found.length)} of {formatCount(entries.length)}</output>
      </div>
      <p className="aside column-key">A dot is the distance and the line its <Term name="interval">interval</Term>; the narrow band is what <Term name="nullBand">chance alone</Term> makes at these sizes, the framed or green one what is <Term name="margin">allowed</Term>.</p>
      {found.length === 0 && <p className="soft">No column is like that.</p>}
      <div className="columns-head" aria-hidden="true"><span>verdict</span><span>column</span><span>both sides</span><span><AllowedAxis reach={reach} /></span><span>distance</span></div>
      <div className="columns">
        {rows.map(({ entry, shift }) => <ColumnRow key={entry.id} run={run} id={entry.id} shift={shift} worst={entry.verdict} parts={entry.parts} words={shown.words} reach={reach} guessed={guessed.has(shift.column)} />)}
      </div>
      {rest > 0 && <p><button type="button" className="button" onClick={() => setLimit(limit + moreRows)}>Show {formatCount(Math.min(moreRows, rest))} more of {formatCount(rest)}</button></p>}
      {population.schema.length > 0 && <><h3>Columns that do not match</h3><ul className="reasons">{population.schema.map(({ column, problem }) => <li key={column} dir="auto"><bdi className="name">{column}</bdi>: {problem}</li>)}</ul></>}
      <p className="aside" dir="auto">{familyWords(population)}. {dependenceWords(population)}.</p>
    </>
  );
};
