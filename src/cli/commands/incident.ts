import type { Command } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { actOnIncident, findIncident, type IncidentAct } from "../../app/incident/act-on-incident.ts";
import { incidentTable, incidentWords } from "../../app/incident/incident-words.ts";
import { loadIncidents } from "../../app/incident/load-incidents.ts";
import { wayBackOfIncident } from "../../app/incident/way-back-of-incident.ts";
import { openExistingStore } from "../../app/open-store.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { jsonText, required } from "../governance-flags.ts";
import { inStore } from "../in-store.ts";
import { plainLines } from "../plain-lines.ts";
import { whoActs } from "../who-acts.ts";

interface StoreFlags {
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep incident`: what is open, what happened to it, and what people say of it. */
export const defineIncident: DefineCommand = (command, context) => {
  const act = actsOf(command, context);
  withStore(command.command("list").description("List incidents, the newest last: the open ones, or all. Exit 1 with --exit-code when a departure is open."))
    .option("--all", "closed ones too")
    .option("--model <name>", "only those of this model")
    .option("--exit-code", "exit 1 when a departure is open")
    .action((flags: StoreFlags & { readonly all?: boolean; readonly model?: string; readonly exitCode?: boolean }) => list(flags, context));
  withStore(command.command("show").description("Show an incident with all that happened, and the way back while it is open.").argument("<id>", "INC-2026-0012, or 12"))
    .action((id: string, flags: StoreFlags) => inStore(flags.store, context, (store, io) => {
      const incident = findIncident(loadIncidents(store), id);
      const back = wayBackOfIncident(store, incident);
      io.out(flags.json === true ? jsonText({ ...incident, wayBack: back }) : plainLines(incidentWords(incident, back)));
    }));
  act("ack", "Say that you know of it: it is carried on to nobody else.", [["--note <text>", "what you know"]], ({ note }) => ({ kind: "acknowledged", note: note ?? null }));
  act("assign", "Give it to somebody.", [["--to <name>", "to whom"]], ({ to }) => ({ kind: "assigned", to: required(to, "--to", "NAME") }));
  act("comment", "Add a note.", [["--note <text>", "the note"]], ({ note }) => ({ kind: "commented", note: required(note, "--note", "TEXT") }));
  act("judge", "Say whether the alarm was right; the calibration of alarms learns from it.", [["--confirmed", "something was wrong"], ["--refuted", "nothing was"], ["--note <text>", "why"]], ({ confirmed, refuted, note }) => {
    if ((confirmed === true) === (refuted === true)) throw new LockstepError("LS102", { message: "an alarm is either confirmed or refuted", place: "--confirmed, --refuted", todo: "Give one of them." });
    return { kind: "judged", alarm: confirmed === true ? "confirmed" : "refuted", note: note ?? null };
  });
  act("close", "Close it by hand. It is taken up again when it fails at a later look.", [["--why <text>", "the reason; stands in the ledger"]], ({ why }) => ({ kind: "closed", why: required(why, "--why", "TEXT") }));
};

const withStore = (command: Command): Command => command.option("--store <dir>", "the store with runs and ledger", defaultStore).option("--json", "as JSON on stdout");

interface ActFlags extends StoreFlags {
  readonly by?: string;
  readonly note?: string;
  readonly to?: string;
  readonly why?: string;
  readonly confirmed?: boolean;
  readonly refuted?: boolean;
}

/** Makes the commands that do something with one incident. */
const actsOf = (command: Command, context: CommandContext) => (name: string, says: string, options: readonly (readonly [string, string])[], of: (flags: ActFlags) => IncidentAct): void => {
  const made = command.command(name).description(says).argument("<id>", "INC-2026-0012, or 12");
  for (const [flag, words] of options) made.option(flag, words);
  withStore(made.option("--by <name>", "who says so (you)")).action((id: string, flags: ActFlags) => inStore(flags.store, context, (store, io) => {
    const changed = actOnIncident(store, id, of(flags), { by: whoActs(flags.by), now: Date.now() });
    io.out(flags.json === true ? jsonText(changed) : plainLines(incidentWords(changed, [])));
  }));
};

const list = (flags: StoreFlags & { readonly all?: boolean; readonly model?: string; readonly exitCode?: boolean }, context: CommandContext): Promise<void> => {
  const io = context.io({});
  return context.finish((async () => {
    const store = await openExistingStore(flags.store, io.cwd);
    const incidents = store === null ? [] : loadIncidents(store);
    store?.close();
    const shown = incidents.filter((incident) => (flags.all === true || incident.status !== "closed") && (flags.model === undefined || modelOfSubject(incident.subject) === flags.model));
    if (flags.json === true) io.out(jsonText(shown));
    else if (shown.length === 0) io.note(incidents.length === 0 ? `no incident was ever opened in ${flags.store}` : `no ${flags.all === true ? "such" : "open"} incident in ${flags.store}`);
    else io.out(plainLines(incidentTable(shown)));
    return flags.exitCode === true && shown.some(({ kind, status }) => kind === "departure" && status !== "closed") ? ExitCode.fail : ExitCode.proceed;
  })());
};
