import type { Command } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import type { CommandIo } from "../../app/command-io.ts";
import { refuseZone } from "../../app/populations/refuse-zone.ts";
import { openExistingStore, openStore } from "../../app/open-store.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { plainLines } from "../plain-lines.ts";

interface HypothesisFlags {
  readonly model?: string;
  readonly manifest?: string;
  readonly author?: string;
  readonly reason?: string;
  readonly store: string;
  readonly json?: boolean;
}

interface ProposeFlags extends HypothesisFlags {
  readonly label?: string[];
  readonly score?: string[];
  readonly decision?: string[];
  readonly segment?: string[];
  readonly labels?: string;
  readonly map?: string;
  readonly format?: string;
  readonly zone?: string;
  readonly timeZone?: string;
  readonly write?: boolean;
}

/** `lockstep hypothesis`: claims about production, registered before the data that judge them. */
export const defineHypothesis: DefineCommand = (command, context) => {
  const define = (name: string, description: string): Command =>
    command.command(name).description(description)
      .option("--model <name>", "only this model of the manifest")
      .option("--manifest <file>", "the manifest; the nearest lockstep.yaml when not given")
      .option("--store <dir>", "the store with runs and ledger", defaultStore)
      .option("--json", "as JSON on stdout");

  define("register", "Enter hypotheses, and the calendar, into the ledger as the manifest has them now. What is registered already stays; what is judged otherwise since must be amended.")
    .argument("[names...]", "hypotheses of the manifest, as name or model/name; all of them when not given")
    .option("--author <name>", "who registers; the user of this machine when not given")
    .action((names: string[], flags: HypothesisFlags) => work(context, async (io) => {
      const { registerHypotheses } = await import("../../app/hypothesis/register-hypotheses.ts");
      const { registeredText } = await import("../../app/hypothesis/printed-hypotheses.ts");
      const outcome = await within(flags, io, (store) => registerHypotheses({ ...meant(flags, names), author: authorOf(flags), reason: null, store: flags.store }, store, io, Date.now));
      io.out(flags.json === true ? json(outcome) : plainLines(registeredText(outcome)));
    }));

  define("amend", "Enter a change of what a hypothesis is judged by, with its reason. It is shown beside every verdict it affects, and marked where the data it judges had been there to be seen.")
    .argument("<names...>", "hypotheses of the manifest, as name or model/name")
    .requiredOption("--reason <text>", "why; stands in the ledger")
    .option("--author <name>", "who amends; the user of this machine when not given")
    .action((names: string[], flags: HypothesisFlags) => work(context, async (io) => {
      const { amendHypotheses } = await import("../../app/hypothesis/register-hypotheses.ts");
      const { registeredText } = await import("../../app/hypothesis/printed-hypotheses.ts");
      const reason = reasonOf(flags);
      const outcome = await within(flags, io, (store) => amendHypotheses({ ...meant(flags, names), author: authorOf(flags), reason, store: flags.store }, store, io, Date.now));
      io.out(flags.json === true ? json(outcome) : plainLines(registeredText(outcome)));
    }));

  define("list", "All hypotheses: whether each is registered as it stands, and what the last look at production said.")
    .action((flags: HypothesisFlags) => work(context, async (io) => {
      const { listText } = await import("../../app/hypothesis/printed-hypotheses.ts");
      const listed = await listedOf(flags, [], io);
      if (flags.json === true) io.out(json(listed));
      else if (listed.length === 0) io.note("there is no hypothesis yet; write some under models.NAME.hypotheses, or have some drafted: lockstep hypothesis propose BACKTEST");
      else io.out(plainLines(listText(listed)));
    }));

  define("show", "One hypothesis: its claim, what it is judged by, its versions with who changed what and why, and what was said of it.")
    .argument("<name>", "as name or model/name")
    .action((name: string, flags: HypothesisFlags) => work(context, async (io) => {
      const { shownText } = await import("../../app/hypothesis/printed-hypotheses.ts");
      const listed = await listedOf(flags, [name], io);
      io.out(flags.json === true ? json(listed[0]) : plainLines(listed.map(shownText).join("\n")));
    }));

  define("log", "Every version of every hypothesis and calendar entry in the ledger, oldest first.")
    .action((flags: HypothesisFlags) => work(context, async (io) => {
      const { logText } = await import("../../app/hypothesis/printed-hypotheses.ts");
      const { registeredHypotheses } = await import("../../app/hypothesis/registered.ts");
      const { registeredCalendar } = await import("../../app/hypothesis/registered-calendar.ts");
      const store = await openExistingStore(flags.store, io.cwd);
      try {
        const hypotheses = store === null ? [] : registeredHypotheses(store).filter(({ content }) => flags.model === undefined || content.model === flags.model);
        const calendar = store === null ? [] : registeredCalendar(store).filter(({ content }) => flags.model === undefined || content.models === null || content.models.includes(flags.model));
        if (flags.json === true) io.out(json({ hypotheses, calendar }));
        else if (hypotheses.length + calendar.length === 0) io.note(`nothing was registered yet in ${flags.store}`);
        else io.out(plainLines(logText(hypotheses, calendar)));
      } finally {
        store?.close();
      }
    }));

  define("propose", "Draft hypotheses from a backtest: the metrics its columns allow, each with its estimate and a margin that weeks of an unchanged model do not leave by themselves. Printed as YAML; nothing is agreed by it.")
    .argument("<backtest>", "predictions with what came true: a file, a folder of parts or a glob")
    .option("--label <column>", "what came true, where its name does not tell (repeatable)", collect)
    .option("--score <column>", "a score (repeatable)", collect)
    .option("--decision <column>", "a decision (repeatable)", collect)
    .option("--segment <column>", "a column that cuts the population (repeatable)", collect)
    .option("--labels <file>", "labels that came later, in a file of their own")
    .option("--map <file>", "how its columns are to be read").option("--format <id>", "its log format").option("--zone <zone>", "time zone of times that have none")
    .option("--time-zone <zone>", "in which days begin (UTC)")
    .option("--write", "add them to the manifest's hypotheses; what stands there stays as it is")
    .action((backtest: string, flags: ProposeFlags) => work(context, async (io) => {
      const { proposeHypotheses } = await import("../../app/hypothesis/propose-hypotheses.ts");
      const { proposalText, writeProposal } = await import("../../app/hypothesis/write-proposal.ts");
      const { label = [], score = [], decision = [], segment = [] } = flags;
      refuseZone(flags.timeZone ?? null, "--time-zone");
      const proposal = await proposeHypotheses({
        backtest, label, score, decision, segment, labels: flags.labels ?? null, map: flags.map ?? null, format: flags.format ?? null, zone: flags.zone ?? null, timeZone: flags.timeZone ?? null,
        manifest: flags.manifest ?? null, model: flags.model ?? null, store: flags.store,
      }, io, Date.now);
      if (flags.write !== true) io.out(flags.json === true ? json({ model: proposal.model, notes: proposal.notes, hypotheses: proposal.drafts.map(({ name, lines }) => ({ name, yaml: lines("").join("\n") })) }) : plainLines(proposalText(proposal)));
      else {
        const { path, written, kept } = await writeProposal(proposal, io);
        for (const note of proposal.notes) io.note(note);
        if (flags.json === true) io.out(json({ path, written, kept }));
        else io.out(plainLines(`${written.length === 0 ? `${path} stays as it is` : `${path} has ${written.join(", ")} now: read them, change what should be otherwise, then: lockstep hypothesis register`}${kept.length === 0 ? "" : `\nwritten before, and left alone: ${kept.join(", ")}`}\n`));
      }
    }));

  define("calendar", "The calendar as it is in force. An entry that was written when its time had begun excludes nothing until it is accepted: name it, with --reason.")
    .argument("[names...]", "entries to accept")
    .option("--reason <text>", "why they are accepted; stands in the ledger")
    .option("--author <name>", "who accepts; the user of this machine when not given")
    .action((names: string[], flags: HypothesisFlags) => work(context, async (io) => {
      const { acceptCalendar } = await import("../../app/hypothesis/register-hypotheses.ts");
      const { calendarText } = await import("../../app/hypothesis/printed-hypotheses.ts");
      if (names.length > 0 !== (flags.reason !== undefined)) throw new LockstepError("LS105", { message: names.length > 0 ? "an entry is accepted with a reason" : "--reason says why an entry is accepted, and none is named", place: "--reason", todo: "Give both: lockstep hypothesis calendar NAME --reason TEXT" });
      const calendar = await within(flags, io, (store) => acceptCalendar({ ...meant(flags, names), author: authorOf(flags), reason: flags.reason === undefined ? null : reasonOf(flags), store: flags.store }, store, io, Date.now));
      if (flags.json === true) io.out(json(calendar));
      else if (calendar.entries.length === 0) io.note("the manifest has no calendar");
      else io.out(plainLines(calendarText(calendar)));
    }));
};

const work = (context: CommandContext, act: (io: CommandIo) => Promise<void>): Promise<void> => context.finish(act(context.io({})).then(() => ExitCode.proceed));

const within = async <T>({ store: folder }: HypothesisFlags, io: CommandIo, act: (store: RunStore) => Promise<T>): Promise<T> => {
  const store = await openStore(folder, io.cwd);
  try {
    return await act(store);
  } finally {
    store.close();
  }
};

const listedOf = async (flags: HypothesisFlags, names: readonly string[], io: CommandIo) => {
  const { meantHypotheses } = await import("../../app/hypothesis/meant-hypotheses.ts");
  const { chosenOf, listHypotheses } = await import("../../app/hypothesis/list-hypotheses.ts");
  const { hypotheses, models } = await meantHypotheses(meant(flags, []), io);
  const store = await openExistingStore(flags.store, io.cwd);
  try {
    const listed = listHypotheses(hypotheses, models, store);
    return names.length === 0 ? listed : names.map((name) => chosenOf(listed, name));
  } finally {
    store?.close();
  }
};

const meant = ({ manifest, model }: HypothesisFlags, names: readonly string[]) => ({ manifest: manifest ?? null, model: model ?? null, names });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A reason that says nothing is none. */
const reasonOf = ({ reason = "" }: HypothesisFlags): string => {
  if (reason.trim() !== "") return reason.trim();
  throw new LockstepError("LS102", { message: "--reason: the text is empty", place: "--reason" });
};

const authorOf = ({ author }: HypothesisFlags): string | null => {
  if (author === undefined) return null;
  if (author.trim() !== "") return author.trim();
  throw new LockstepError("LS102", { message: "--author: the text is empty", place: "--author" });
};
