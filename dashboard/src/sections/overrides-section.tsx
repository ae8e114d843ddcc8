import { overrideEffect, overrideEnd } from "../../../src/report/wording/agreed-words.ts";
import { More } from "../parts/more.tsx";
import { SideName } from "../parts/side-mark.tsx";
import type { Run } from "../run-types.ts";

const firstOverrides = 6;

/** Which differences are intended, why, and until when. */
export const OverridesSection = ({ run }: { run: Run }) => (
  <More rows={run.agreement?.overrides ?? []} first={firstOverrides} render={(some) => (
    <ul className="overrides">
      {some.map((override, index) => (
        <li key={index}>
          <p><bdi className="name">{override.name}</bdi> on <SideName run={run} name={override.environment} />, <span className="nowrap">{overrideEnd(override)}</span></p>
          <p dir="auto">{override.reason}</p>
          {overrideEffect(override) !== null && <p className="aside" dir="auto">{overrideEffect(override)}</p>}
        </li>
      ))}
    </ul>
  )} />
);
