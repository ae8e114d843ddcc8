import { defaultStore } from "../../app/check/check-defaults.ts";
import { examine } from "../../app/doctor/examine.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";

/** `lockstep doctor`: is this machine fit, and can it reach what it is to ask? */
export const defineDoctor: DefineCommand = (command, context) => {
  command
    .argument("[urls...]", "environments to reach")
    .option("--store <dir>", "the store to look at", defaultStore)
    .option("--json", "all checks as JSON")
    .action((urls: string[], flags: { store: string; json?: boolean }) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const checks = await examine({ store: flags.store, urls }, io);
          if (flags.json === true) io.out(`${JSON.stringify(checks, null, 2)}\n`);
          else for (const { name, ok, detail, todo } of checks) io.out(`${ok ? "ok      " : "problem "} ${name.padEnd(8)} ${detail}\n${todo === null ? "" : `${" ".repeat(18)}${todo}\n`}`);
          const unreachable = checks.some(({ name, ok }) => !ok && urls.includes(name));
          const broken = checks.some(({ name, ok }) => !ok && !urls.includes(name));
          return broken ? ExitCode.usage : unreachable ? ExitCode.unreachable : ExitCode.proceed;
        })(),
      );
    });
};
