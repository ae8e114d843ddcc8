import type { Run } from "../run-types.ts";

export type Side = "reference" | "candidate";

/** The side's own sign, the same in every chart: a blue circle for the reference, an orange diamond for the candidate. */
export const SideSign = ({ side }: { side: Side }) => (
  <svg className="side-sign" viewBox="0 0 12 12" aria-hidden="true">
    {side === "reference" ? <circle cx="6" cy="6" r="4.5" className="fill-reference" /> : <path d="M6 .6 11.4 6 6 11.4 .6 6Z" className="fill-candidate" />}
  </svg>
);

/** An environment's name with its side's sign. */
export const SideName = ({ run, name }: { run: Run; name: string }) => {
  const side = name === run.environments.reference.name ? "reference" : name === run.environments.candidate.name ? "candidate" : null;
  return <span className="side-name">{side !== null && <SideSign side={side} />}<bdi>{name}</bdi></span>;
};

/** Which sign stands for which environment; above every chart that shows both. */
export const SideLegend = ({ run, filled = false }: { run: Run; filled?: boolean }) => (
  <p className="legend">
    <span className="side-name"><SideSign side="reference" /><bdi>{run.environments.reference.name}</bdi> {(!filled || run.environments.reference.name !== "reference") && <small>reference{!filled && ", solid"}</small>}</span>
    <span className="side-name"><SideSign side="candidate" /><bdi>{run.environments.candidate.name}</bdi> {(!filled || run.environments.candidate.name !== "candidate") && <small>candidate{!filled && ", dashed"}</small>}</span>
  </p>
);
