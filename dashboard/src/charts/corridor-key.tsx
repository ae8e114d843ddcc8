import type { ReactNode } from "react";
import { Term } from "../parts/term.tsx";

export type Shape = "inside" | "outside" | "maturing" | "thin" | "excluded" | "missing";

const signs: Readonly<Record<Shape, readonly [ReactNode, string]>> = {
  inside: [<circle key="s" cx="7" cy="7" r="4" fill="var(--candidate)" />, "as expected"], outside: [<path key="s" d="M7 1.5 12.5 7 7 12.5 1.5 7Z" fill="var(--fail)" />, "beyond what was expected"], maturing: [<circle key="s" cx="7" cy="7" r="4" fill="none" stroke="var(--candidate)" strokeWidth="1.5" />, "labels may still come"],
  thin: [<rect key="s" x="3" y="3" width="8" height="8" fill="none" stroke="var(--soft)" strokeWidth="1.5" />, "too few rows or labels"], excluded: [<path key="s" d="M3 3 11 11M11 3 3 11" stroke="var(--soft)" strokeWidth="1.5" />, "left out, hatched"], missing: [<path key="s" d="M7 0V14" stroke="var(--line-strong)" strokeWidth="1.5" strokeDasharray="1 3" />, "no rows"],
};
const order: readonly Shape[] = ["inside", "outside", "maturing", "thin", "excluded", "missing"];

const Key = ({ sign, children }: { sign: ReactNode; children: ReactNode }) => <li><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">{sign}</svg>{children}</li>;

/** What the signs of a corridor's drawing mean, those that are in it. */
export const CorridorKey = ({ shapes, onset, amended, calendar, promised, expected }: { shapes: ReadonlySet<Shape>; onset: boolean; amended: boolean; calendar: boolean; promised: boolean; expected: boolean }) => (
  <ul className="corridor-key">
    <Key sign={<rect y="2" width="14" height="10" fill="var(--zone)" stroke="var(--pass)" />}><Term name="corridor">corridor</Term></Key>
    {promised && <Key sign={<path d="M0 7H14" stroke="var(--soft)" strokeWidth="1.5" strokeDasharray="1 3" />}>promised</Key>}
    {expected && <Key sign={<rect y="2" width="14" height="10" fill="var(--mute)" opacity="0.3" />}><Term name="expected">expected of one window</Term></Key>}
    {order.filter((shape) => shapes.has(shape)).map((shape) => <Key key={shape} sign={signs[shape][0]}>{signs[shape][1]}</Key>)}
    {calendar && !shapes.has("excluded") && <Key sign={<rect width="14" height="14" fill="var(--wash)" stroke="var(--line-strong)" />}>calendar</Key>}
    {onset && <Key sign={<path d="M7 0V14" stroke="var(--fail)" strokeWidth="1.5" />}>left its corridor</Key>}
    {amended && <Key sign={<path d="M7 0V14" stroke="var(--link)" strokeWidth="1.5" strokeDasharray="4 3" />}>amended</Key>}
  </ul>
);
