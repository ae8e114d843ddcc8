import type { ChangeRequest, PersonFunction } from "../../../src/core/domain/change-request.ts";
import { samePerson } from "../../../src/core/governance/same-person.ts";
import { send } from "../api/call.ts";
import { Act, type Values } from "../acting/act.tsx";
import type { FieldSpec } from "../acting/field.tsx";
import { useSay } from "../acting/said.tsx";
import { useMe } from "../acting/use-me.ts";
import { functionWords, isFunction } from "./functions.ts";
import { mayApprove, type PolicyInForce } from "./may-approve.ts";
import { subjectSentence } from "./subject-words.ts";

const note = ({ note: text = "" }: Values): string | null => (text === "" ? null : text);

const inWhoseName = (functions: readonly PersonFunction[], as: PersonFunction | null): FieldSpec[] =>
  functions.length < 2 ? [] : [{ name: "as", label: "In the name of", kind: "choice", required: true, initial: as ?? functions[0] ?? "", choices: functions.map((each) => ({ value: each, label: functionWords[each] })) }];

/** Yes, no, or take it back; and to whoever cannot, why. */
export const RequestActs = ({ request, policy, changed }: { request: ChangeRequest; policy: PolicyInForce | null; changed: () => void }) => {
  const me = useMe();
  const say = useSay();
  if (me === null || request.status !== "open") return null;
  const { id, subject, missing } = request;
  const allowed = mayApprove(me, request, policy);
  const params = { id };
  const asks = samePerson(request.askedBy, me.name);
  const approve = async (values: Values): Promise<void> => {
    const as = values["as"] ?? "";
    const after = await send("post", "/api/v1/requests/{id}/approve", { params }, { as: isFunction(as) ? as : allowed.may ? allowed.as : null, note: note(values) });
    say(after.status === "open" ? `Your yes is counted. Still needed: ${after.missing.join(", ")}.` : `${id} is approved${after.status === "enacted" ? " and carried out" : ""}.`);
    changed();
  };
  return (
    <>
      <div className="acts">
        {allowed.may && (
          <>
            <Act name="Approve" title="Say yes" submit="Approve" weight="first" send={approve} explains={<><p>{subjectSentence(subject)}.</p><p>{missing.length <= 1 && request.approvals.length + 1 >= request.rule.of ? "Yours is the last yes that is needed: it takes effect at once." : "Others have to say yes as well."} It stands in the ledger under your name{allowed.as === null ? "" : `, for ${functionWords[allowed.as]}`}.</p></>}
              fields={[...inWhoseName(allowed.functions, allowed.as), { name: "note", label: "Note", kind: "text", hint: "A condition, or what convinced you." }]} />
            <Act name="Refuse" title="Say no" submit="Refuse" weight="grave" explains={<p>One no ends it. It can be asked for again.</p>} fields={[{ name: "note", label: "Why", kind: "text", required: true }]} send={async (values) => { await send("post", "/api/v1/requests/{id}/refuse", { params }, { note: values["note"] ?? "" }); say(`${id} is refused.`); changed(); }} />
          </>
        )}
        {asks && me.scopes.includes("operate") && <Act name="Withdraw" title="Take it back?" submit="Withdraw" fields={[{ name: "note", label: "Why", kind: "text" }]} send={async (values) => { await send("post", "/api/v1/requests/{id}/withdraw", { params }, { note: note(values) }); say(`${id} is withdrawn.`); changed(); }} />}
      </div>
      {!allowed.may && <p className="aside">{allowed.why}</p>}
    </>
  );
};
