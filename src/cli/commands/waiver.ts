import { askRequest } from "../../app/governance/ask-request.ts";
import { endWaiver } from "../../app/governance/end-waiver.ts";
import { requestWords } from "../../app/governance/request-words.ts";
import { loadWaivers } from "../../app/governance/waivers-in-force.ts";
import type { Waiver } from "../../core/domain/waiver.ts";
import { inForce } from "../../core/governance/apply-waivers.ts";
import { inOneLine } from "../../core/wording/in-one-line.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { DefineCommand } from "../cli-command.ts";
import { governed, type GovernanceFlags, inGovernance, jsonText, momentOption, required } from "../governance-flags.ts";
import { plainLines } from "../plain-lines.ts";

interface Flags extends GovernanceFlags {
  readonly all?: boolean;
  readonly model?: string;
  readonly environment?: string;
  readonly finding?: string;
  readonly until?: string;
  readonly owner?: string;
  readonly reason?: string;
}

/** `lockstep waiver`: failing findings that people accepted for a time. */
export const defineWaiver: DefineCommand = (command, context) => {
  governed(command.command("list").description("List the waivers that hold, or all that were ever given."), false)
    .option("--all", "those that are over too")
    .option("--model <name>", "only those of this model")
    .action((flags: Flags) => inGovernance(flags, context, ({ store, io, acting }) => {
      const at = new Date(acting.now).toISOString();
      const shown = loadWaivers(store).filter((waiver) => (flags.all === true || inForce(waiver, at)) && (flags.model === undefined || waiver.model === flags.model));
      if (flags.json === true) io.out(jsonText(shown.map((waiver) => ({ ...waiver, inForce: inForce(waiver, at) }))));
      else if (shown.length === 0) io.note(`no waiver ${flags.all === true ? "was ever given" : "holds"} in ${flags.store}`);
      else io.out(plainLines(shown.map((waiver) => `${wordsOf(waiver, at)}\n`).join("")));
    }));
  governed(command.command("ask").description("Ask for a failing finding to be accepted for a time. It holds once people have approved it."))
    .option("--model <name>", "the model")
    .option("--environment <name>", "where it holds; everywhere when left out")
    .option("--finding <id>", "a finding's id as reports show it, or its beginning with * at its end")
    .option("--until <moment>", "when it ends: 30d, 2026-12-31 or 2026-12-31T12:00:00Z")
    .option("--owner <name>", "who answers for it (whoever asks)")
    .option("--reason <text>", "why; whoever approves it reads that")
    .action((flags: Flags) => inGovernance(flags, context, ({ store, io, policy, acting }) => {
      const request = askRequest(store, policy, {
        subject: { kind: "waiver", model: required(flags.model, "--model", "NAME"), environment: flags.environment ?? null, finding: required(flags.finding, "--finding", "ID"), expiresAt: momentOption(required(flags.until, "--until", "30d"), "--until", acting.now), owner: flags.owner ?? acting.by },
        reason: required(flags.reason, "--reason", "TEXT"),
      }, acting);
      io.out(flags.json === true ? jsonText(request) : plainLines(requestWords(request)));
    }));
  governed(command.command("end").description("End a waiver before its time: the finding fails again. The waiver itself stays in the ledger as it was given.").argument("<id>", "WVR-2026-0003, or 3"))
    .option("--reason <text>", "why it holds no longer")
    .action((id: string, flags: Flags) => inGovernance(flags, context, ({ store, io, acting }) => {
      const ended = endWaiver(store, id, required(flags.reason, "--reason", "TEXT"), acting);
      io.out(flags.json === true ? jsonText(ended) : plainLines(`${wordsOf(ended, new Date(acting.now).toISOString())}\n`));
    }));
};

const holdWords = ({ ended, expiresAt }: Waiver): string => (ended === undefined ? `until ${minute(expiresAt)}` : `ended ${minute(ended.at)} by ${ended.by} (${ended.reason}), before ${minute(expiresAt)}`);

const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")}Z`;

const wordsOf = (waiver: Waiver, at: string): string => {
  const { id, model, environment, finding, owner, approvedBy, reason, singlePerson } = waiver;
  return inOneLine(`${id}  ${inForce(waiver, at) ? "holds" : "over"}  ${model} in ${environment ?? "every environment"}: ${finding} ${holdWords(waiver)}, owner ${owner}, approved by ${listOf(approvedBy)}${waiver.asserted === true ? " (names given on the command line)" : ""}${singlePerson === true ? " who asked for it" : ""}: ${reason}`);
};
