import type { Command } from "commander";
import { approveRequest, refuseRequest, withdrawRequest } from "../../app/governance/act-on-request.ts";
import { askRequest } from "../../app/governance/ask-request.ts";
import { carryOut } from "../../app/governance/carry-out.ts";
import { enactRequest } from "../../app/governance/enact-request.ts";
import { findRequest, loadRequests } from "../../app/governance/load-requests.ts";
import { modelOfRequest } from "../../app/governance/model-of-request.ts";
import { requestTable, requestWords } from "../../app/governance/request-words.ts";
import { askedTolerances } from "../../app/baseline/amendment-of-tolerances.ts";
import { askedAmendment } from "../../app/hypothesis/amendment-of-hypothesis.ts";
import { enactAmendment, hypothesisOfRequest } from "../../app/hypothesis/enact-amendment.ts";
import { type ChangeRequest, PersonFunction, type RequestSubject } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { governed, type GovernanceFlags, type GovernanceScene, inGovernance, jsonText, oneOf, required } from "../governance-flags.ts";
import { plainLines } from "../plain-lines.ts";

const statuses = ["open", "approved", "enacted", "refused", "withdrawn", "expired"] as const;

interface Flags extends GovernanceFlags {
  readonly status?: string;
  readonly model?: string;
  readonly as?: string;
  readonly note?: string;
  readonly hypothesis?: string;
  readonly tolerances?: string;
  readonly what?: string;
  readonly before?: string;
  readonly after?: string;
  readonly affects?: readonly string[];
  readonly author?: readonly string[];
  readonly remedy?: string;
  readonly hold?: string;
  readonly reason?: string;
}

/** `lockstep request`: what people are asked to approve, and what they say to it. */
export const defineRequest: DefineCommand = (command, context) => {
  const act = actsOf(command, context);
  governed(command.command("list").description("List requests, the newest last."), false)
    .option("--status <word>", `only those that are ${statuses.join(", ")}`)
    .option("--model <name>", "only those about this model")
    .action((flags: Flags) => inGovernance(flags, context, ({ store, io, acting }) => {
      const wanted = flags.status === undefined ? null : oneOf(flags.status, "--status", statuses);
      const shown = loadRequests(store, acting.now).filter(({ status, subject }) => (wanted === null || status === wanted) && (flags.model === undefined || modelOfRequest(store, subject) === flags.model));
      if (flags.json === true) io.out(jsonText(shown));
      else if (shown.length === 0) io.note(`no ${wanted ?? ""}${wanted === null ? "" : " "}request in ${flags.store}`);
      else io.out(plainLines(requestTable(shown)));
    }));
  governed(command.command("show").description("Show a request with all that happened to it.").argument("<id>", "REQ-2026-0007, or 7"), false)
    .action((id: string, flags: Flags) => inGovernance(flags, context, (scene) => tell(scene, flags, findRequest(loadRequests(scene.store, scene.acting.now), id))));
  act("approve", "Say yes. Nobody approves what they asked for or made, unless policy lets one person.", [["--as <function>", `in whose name: ${PersonFunction.options.join(", ")}`], ["--note <text>", "what you looked at"]], ({ store, policy, acting }, id, { as, note }) => {
    const request = approveRequest(store, policy, id, { functions: null, as: as === undefined ? null : oneOf(as, "--as", PersonFunction.options), note: note ?? null, machine: false }, acting);
    return enactRequest(store, policy, request, acting);
  });
  act("refuse", "Say no; that ends it.", [["--note <text>", "why"]], ({ store, policy, acting }, id, { note }) => refuseRequest(store, policy, id, { note: required(note, "--note", "TEXT"), machine: false }, acting));
  act("withdraw", "Take back what you asked for.", [["--note <text>", "why"]], ({ store, acting }, id, { note }) => withdrawRequest(store, id, note ?? null, acting));
  act("enact", "Carry out what was approved, or name the ledger's entry that came of it.", [["--what <entry>", "kind and subject, as \"hypothesis credit/precision/v3\""]], async ({ store, loaded, io, acting }, id, { what, ...flags }) => {
    const request = findRequest(loadRequests(store, acting.now), id);
    const hypothesis = hypothesisOfRequest(request);
    if (what !== undefined || hypothesis === null) return carryOut({ store, loaded, io, clock: { now: () => Date.now() } }, request, what ?? null, acting);
    return enactAmendment(request, hypothesis, { manifest: flags.manifest ?? null, store: flags.store }, store, io, acting);
  });
  governed(command.command("amendment").description("Ask for a change of what was agreed: a claim, a tolerance, the policy."))
    .option("--hypothesis <name>", "a registered claim, as name or model/name: before is read from the ledger, after from the manifest")
    .option("--tolerances <run>", "the tolerances of a run that is to be the baseline: before is read from the baseline in force")
    .option("--model <name>", "the model it is about")
    .option("--what <text>", "what is changed: \"hypothesis precision\", \"tolerances\", \"policy\"")
    .option("--before <text>", "how it reads now")
    .option("--after <text>", "how it is to read; of policy: the whole as JSON")
    .option("--affects <text>", "what else it touches; may be repeated", collect, [])
    .option("--author <name>", "who wrote it, if not you; may be repeated", collect, [])
    .option("--reason <text>", "why; whoever approves it reads that")
    .action((flags: Flags) => inGovernance(flags, context, async (scene) => tell(scene, flags, askRequest(scene.store, scene.policy, {
      subject: await amendmentSubject(scene, flags), reason: required(flags.reason, "--reason", "TEXT"), authors: flags.author ?? [],
    }, scene.acting))));
  governed(command.command("remedy").description("Ask for a remedy of policy.remedies to be carried out.").argument("<incident>", "INC-2026-0012"))
    .option("--remedy <name>", "which")
    .option("--reason <text>", "why")
    .action((incident: string, flags: Flags) => inGovernance(flags, context, (scene) => tell(scene, flags, askRequest(scene.store, scene.policy, {
      subject: { kind: "remedy", incident: incident.trim().toUpperCase(), remedy: required(flags.remedy, "--remedy", "NAME"), model: null }, reason: required(flags.reason, "--reason", "TEXT"),
    }, scene.acting))));
  governed(command.command("release-hold").description("Ask for a legal hold to be released.").argument("<hold>", "its id"))
    .option("--reason <text>", "why")
    .action((hold: string, flags: Flags) => inGovernance(flags, context, (scene) => tell(scene, flags, askRequest(scene.store, scene.policy, { subject: { kind: "release-hold", hold }, reason: required(flags.reason, "--reason", "TEXT") }, scene.acting))));
};

/** What is asked for: read from ledger, manifest and run where they say it, else as it was typed. LS105 for both. */
const amendmentSubject = async ({ store, io }: GovernanceScene, flags: Flags): Promise<Extract<RequestSubject, { kind: "amendment" }>> => {
  const { hypothesis, tolerances, model, what, before, after, affects = [] } = flags;
  if (hypothesis === undefined && tolerances === undefined) return { kind: "amendment", model: required(model, "--model", "NAME"), what: required(what, "--what", "TEXT"), before: before ?? null, after: required(after, "--after", "TEXT"), affects: [...affects] };
  const chosen = hypothesis === undefined ? "--tolerances" : "--hypothesis";
  const typed = Object.entries({ "--tolerances": hypothesis === undefined ? undefined : tolerances, "--what": what, "--before": before, "--after": after }).find(([, value]) => value !== undefined)?.[0];
  if (typed !== undefined) throw new LockstepError("LS105", { message: `${chosen} says what is changed, and ${typed} says it too`, place: typed });
  const read = hypothesis === undefined
    ? await askedTolerances({ run: tolerances ?? "", model: model ?? null }, store, io)
    : await askedAmendment({ manifest: flags.manifest ?? null, model: model ?? null, names: [hypothesis] }, store, io);
  return { ...read, affects: [...read.affects, ...affects] };
};

/** Makes the commands that do something with one request. */
const actsOf = (command: Command, context: CommandContext) => (name: string, says: string, options: readonly (readonly [string, string])[], work: (scene: GovernanceScene, id: string, flags: Flags) => ChangeRequest | Promise<ChangeRequest>): void => {
  const made = command.command(name).description(says).argument("<id>", "REQ-2026-0007, or 7");
  for (const [flag, words] of options) made.option(flag, words);
  governed(made).action((id: string, flags: Flags) => inGovernance(flags, context, async (scene) => tell(scene, flags, await work(scene, id, flags))));
};

const tell = ({ io }: GovernanceScene, { json }: Flags, request: ChangeRequest): void => io.out(json === true ? jsonText(request) : plainLines(requestWords(request)));
