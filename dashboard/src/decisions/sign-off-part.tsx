import { useMe } from "../acting/use-me.ts";
import { Person } from "../acting/person.tsx";
import { When } from "../acting/when.tsx";
import type { ResultOf } from "../api/api-types.ts";
import { addressOf } from "../api/call.ts";
import { useAnswer } from "../api/use-api.ts";
import { Folded } from "../parts/folded.tsx";
import type { Run } from "../run-types.ts";
import { Shown } from "../states/shown.tsx";
import { evidenceSteps, signOffSteps, type Step } from "./sign-off-commands.ts";

type SignOffs = ResultOf<"get", "/api/v1/sign-offs">;

const Steps = ({ steps }: { steps: readonly Step[] }) => <ol className="way-back">{steps.map(({ why, command }) => <li key={command}>{why}:<code className="way-command">{command}</code></li>)}</ol>;

const Signed = ({ signOff: { signer, author, selfSigned, run, signedAt, expiresAt, inForce, accepted, id }, here }: { signOff: SignOffs["items"][number]; here: string }) => (
  <li className="line">
    <span className={`standing waiver-${inForce ? "held" : "over"}`}><span className="verdict-sign" aria-hidden="true">{inForce ? "✓" : "✗"}</span>{inForce ? "in force" : "over"}</span>
    <span className="line-what"><span>{run === here ? "This run" : <a className="name" href={`/runs/${run}`}><bdi>{run}</bdi></a>}{selfSigned && <> <span className="mark">{author === null ? "nobody is named as author" : "signed by its author"}</span></>}</span>{accepted.length > 0 && <span className="statement" dir="auto">Accepted by signing: {accepted.join(" ")}</span>}</span>
    <span className="line-who"><Person name={signer} /><small>signed <When at={signedAt} as="day" /></small></span>
    <span className="line-when">until <When at={expiresAt} as="day" /><small title={id}>{id.slice(0, 12)}</small></span>
  </li>
);

/** Who signed this model off in this environment, and what to type to sign: a signature needs its owner's key, which no server has. */
export const SignOffPart = ({ run, model }: { run: Run; model: string | null }) => {
  const me = useMe();
  const environment = run.environments.candidate.name;
  const signed = useAnswer<SignOffs>(model === null ? null : addressOf("/api/v1/sign-offs", { query: { model, environment, limit: 20 } }), ["sign-off"]);
  const person = me?.kind === "person" ? me.name : null;
  const steps = signOffSteps(run, person);
  return (
    <>
      {model === null ? <p className="soft">The run names no model, so nobody can sign it off.</p>
        : <Shown of={signed} what="the sign-offs">{({ items }) => (items.length === 0 ? <p className="soft">Nobody has signed <bdi>{model}</bdi> off in <bdi>{environment}</bdi>.</p> : <ol className="lines">{items.map((each) => <Signed key={each.id} signOff={each} here={run.id} />)}</ol>)}</Shown>}
      <p>A signature is made with a person’s own key, which never leaves their machine; so it is made there, and not by a button here.</p>
      {steps.length === 0 ? <p className="aside">Only a check of a model with a manifest is signed off. This run can be signed as evidence.</p> : <Steps steps={steps} />}
      {steps.length > 0 && run.verdict !== "pass" && <p className="aside">Nothing is signed while the verdict is neither a pass nor a warning that the policy allows.</p>}
      {steps.length === 0 ? <Steps steps={evidenceSteps(run, person)} /> : <Folded className="more" summary="Sign it as evidence">{() => <Steps steps={evidenceSteps(run, person)} />}</Folded>}
    </>
  );
};
