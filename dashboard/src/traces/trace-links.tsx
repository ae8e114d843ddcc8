import { useContext } from "react";
import { formatCount } from "../../../src/report/wording/format-number.ts";
import { traceAddress, tracesAddress } from "../frame/addresses.ts";
import { PairTraces } from "./pair-traces.ts";

/** Keys that are named beside a finding; the table of the worst pairs has all. */
const mostNamed = 5;

/** Leads from a prediction to its trace, or to all of them. */
export const TraceLink = ({ of }: { of: string }) => {
  const traces = useContext(PairTraces)?.ofKey.get(of) ?? [];
  const [only] = traces;
  if (only === undefined) return <span className="soft">–</span>;
  const words = traces.length === 1 ? "its trace" : `${formatCount(traces.length)} traces`;
  const places = [...new Set(traces.flatMap(({ environments }) => environments))].join(", ");
  return (
    <>
      <a href={traces.length === 1 ? traceAddress(only.traceId) : tracesAddress(of)} aria-label={`${words} of ${of}`}>{words}</a>
      {places !== "" && <small className="soft trace-places"><bdi>{places}</bdi></small>}
    </>
  );
};

/** What there is to know of the traces of all pairs, below their table: none were sent, or they could not be read. */
export const TracesNote = () => {
  const known = useContext(PairTraces);
  if (known === null || [...known.ofKey.values()].some((traces) => traces.length > 0)) return null;
  if (known.state === "asking") return <p className="aside" role="status">Looking for traces of these predictions …</p>;
  if (known.state === "failed") return <p className="aside" role="alert">Traces of these predictions could not be read. <button type="button" className="act" onClick={known.again}>Look again</button></p>;
  return <p className="aside">No service sent a trace of these predictions. <a href="/traces">How services send them</a></p>;
};

/** The traces of pairs, as links beside what is said of them; `keys` may come twice. */
export const TracesOfPairs = ({ keys }: { keys: readonly string[] }) => {
  const known = useContext(PairTraces);
  const traced = [...new Set(keys)].filter((key) => (known?.ofKey.get(key)?.length ?? 0) > 0);
  if (traced.length === 0) return null;
  return (
    <div>
      <dt>Inside</dt>
      <dd>{traced.slice(0, mostNamed).map((key, at) => <span key={key}>{at > 0 && ", "}<a href={tracesAddress(key)}>trace of <bdi className="value">{key}</bdi></a></span>)}{traced.length > mostNamed && <span className="soft">, and of {formatCount(traced.length - mostNamed)} more</span>}</dd>
    </div>
  );
};
