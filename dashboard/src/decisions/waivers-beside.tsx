import { type ReactNode, useCallback, useState } from "react";
import { covers } from "../../../src/core/governance/apply-waivers.ts";
import { formatDay } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";
import { useMe } from "../acting/use-me.ts";
import { When } from "../acting/when.tsx";
import { useAnswer } from "../api/use-api.ts";
import { addressOf } from "../api/call.ts";
import type { ResultOf } from "../api/api-types.ts";
import { BesideFinding, type BesideWhat } from "../parts/beside-finding.ts";
import { AskWaiver } from "./ask-waiver.tsx";

type Waivers = ResultOf<"get", "/api/v1/waivers">;
type Requests = ResultOf<"get", "/api/v1/requests">;

/* A form for each of a thousand findings would be slow: it is made where somebody asks. */
const AskHere = ({ model, environment, finding: { id: finding, segment } }: { model: string; environment: string; finding: BesideWhat }) => {
  const name = segment === undefined ? "Ask for a waiver" : `Ask for a waiver of ${segment}`;
  const [asked, ask] = useState(false);
  if (useMe()?.scopes.includes("operate") !== true) return null;
  return <div className="acts beside-finding">{asked ? <AskWaiver opened name={name} model={model} environment={environment} finding={finding} /> : <button type="button" className="act act-plain" onClick={() => ask(true)}>{name}</button>}</div>;
};

/** Beside each finding of a run of this model: the waiver that holds for it now and until when, the request for one that waits, or the way to ask. */
export const WaiversBeside = ({ model, environment, children }: { model: string | null; environment: string; children: ReactNode }) => {
  const waivers = useAnswer<Waivers>(model === null ? null : addressOf("/api/v1/waivers", { query: { model, environment, inForce: true, limit: 500 } }), ["waiver"]).data;
  const requests = useAnswer<Requests>(model === null ? null : addressOf("/api/v1/requests", { query: { model, status: "open", kind: "waiver", limit: 500 } }), ["request"]).data;
  const beside = useCallback((finding: BesideWhat, place: "mark" | "more"): ReactNode => {
    if (model === null || waivers === null || finding.verdict === "pass" || finding.mode === "observe") return null;
    const [held] = waivers.items.filter((each) => covers(each, finding)).sort((a, b) => Date.parse(b.expiresAt) - Date.parse(a.expiresAt));
    const asked = requests?.items.find(({ subject }) => subject.kind === "waiver" && (subject.environment === null || subject.environment === environment) && covers(subject, finding));
    if (place === "mark") return held === undefined ? (asked === undefined ? null : <span className="mark">waiver asked for</span>) : finding.waived?.waiver === held.id ? null : <span className="mark">waived until {formatDay(held.expiresAt)}</span>;
    if (held !== undefined) return <p className="beside-finding">Accepted by <a href={`/decisions#${held.id}`}>{held.id}</a> until <When at={held.expiresAt} as="day" />, <When at={held.expiresAt} as="ago" />; then it counts again. It is with <Person name={held.owner} />: <span dir="auto">{held.reason}</span></p>;
    if (asked !== undefined) return <p className="beside-finding"><a href={`/requests/${asked.id}`}>{asked.id}</a> asks to accept it; still needed: {asked.missing.join(", ")}.</p>;
    return <AskHere model={model} environment={environment} finding={finding} />;
  }, [model, environment, waivers, requests]);
  return <BesideFinding value={beside}>{children}</BesideFinding>;
};
