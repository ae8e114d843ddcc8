import { coverageFacts } from "../../../src/report/population/coverage-facts.ts";
import { SideSign } from "../parts/side-mark.tsx";
import type { PopulationSide, Run } from "../run-types.ts";

const Side = ({ side, which }: { side: PopulationSide; which: "reference" | "candidate" }) => (
  <div className="coverage-side">
    <h3 className="side-name"><SideSign side={which} /><bdi>{side.name}</bdi>{side.name !== which && <> <small>{which}</small></>}</h3>
    <dl className="facts">
      {coverageFacts(side).map(({ name, words, heed }, index) => (
        <div key={index} className={heed ? "heed" : undefined}><dt>{heed && <span className="heed-sign" aria-hidden="true">!</span>}{name}</dt><dd dir="auto">{words}</dd></div>
      ))}
    </dl>
  </div>
);

/** What was read of each log, what was not and why; before any number that was made of it. */
export const CoverageSection = ({ population }: { population: NonNullable<Run["population"]> }) => (
  <div className="two">
    <Side side={population.candidate} which="candidate" />
    <Side side={population.reference} which="reference" />
  </div>
);
