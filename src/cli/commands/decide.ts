import { askRequest } from "../../app/governance/ask-request.ts";
import { recordPolicyDecision } from "../../app/governance/record-policy-decision.ts";
import { requestWords } from "../../app/governance/request-words.ts";
import { type Standing, standingOf } from "../../app/governance/standing-of.ts";
import { findRun } from "../../app/open-store.ts";
import { Decision } from "../../core/domain/decision.ts";
import { inOneLine } from "../../core/wording/in-one-line.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { DefineCommand } from "../cli-command.ts";
import { governed, type GovernanceFlags, inGovernance, jsonText, oneOf, required } from "../governance-flags.ts";
import { plainLines } from "../plain-lines.ts";

interface Flags extends GovernanceFlags {
  readonly action?: string;
  readonly reason?: string;
}

/** `lockstep decide`: how a run stands now, and what is to be done with it. */
export const defineDecide: DefineCommand = (command, context) => {
  governed(command.argument("<run>", "a run's id, its beginning, or latest"))
    .option("--action <word>", `${Decision.shape.action.options.join(", ")}; left out: shows how the run stands`)
    .option("--reason <text>", "why, kept either way; needed where policy says something else")
    .action((reference: string, flags: Flags) => inGovernance(flags, context, ({ store, io, policy, acting }) => {
      const run = findRun(store, reference);
      const standing = standingOf(store, policy, run, acting.now);
      if (flags.action === undefined) return io.out(flags.json === true ? jsonText(standing) : plainLines(standingWords(standing)));
      const action = oneOf(flags.action, "--action", Decision.shape.action.options);
      if (action === standing.byPolicy.action) {
        const decision = recordPolicyDecision(store, policy, run, acting.now, acting.by, flags.reason?.trim() || null);
        return io.out(flags.json === true ? jsonText({ decision, request: null }) : plainLines(`${decision.id}  ${action.replaceAll("-", " ")} with run ${run.id}, by policy: ${decision.reason}\n${decision.said === undefined ? "" : `  ${decision.said.by} said: ${decision.said.text}\n`}`));
      }
      const request = askRequest(store, policy, { subject: { kind: "decision", run: run.id, model: standing.model ?? "", environment: standing.environment, action }, reason: required(flags.reason, "--reason", "TEXT") }, acting);
      io.out(flags.json === true ? jsonText({ decision: null, request }) : plainLines(requestWords(request)));
    }));
};

const standingWords = ({ run, model, environment, verdict, verdictNow, byPolicy, byPeople, action, pushed, uncounted }: Standing): string => [
  `run ${run}${model === null ? "" : ` of ${model}`} in ${environment}: ${action.replaceAll("-", " ")}`,
  ...(pushed === null ? [] : [`  pushed by ${pushed.by}, ${pushed.key === null ? "unsigned" : `signed with the key of ${pushed.key}`}${uncounted === null ? "" : `; does not count: ${uncounted}`}`]),
  `  judged ${verdict}${verdictNow === verdict ? "" : `, now worth ${verdictNow}`}`,
  `  policy: ${byPolicy.action.replaceAll("-", " ")}: ${byPolicy.reason}${byPolicy.waivers.length === 0 ? "" : ` (waived by ${listOf(byPolicy.waivers)})`}`,
  byPeople === null ? "  people: nobody decided otherwise" : `  people: ${byPeople.id}, ${byPeople.action.replaceAll("-", " ")}, by ${listOf(byPeople.by)}${byPeople.asserted === true ? " (names given on the command line)" : ""}${byPeople.singlePerson === true ? " who asked for it" : ""}: ${byPeople.reason}`,
  "",
].map(inOneLine).join("\n");
