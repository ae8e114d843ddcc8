import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** What stands for what in a remedy's arguments; null where it is not known. */
export type Placeholders = Readonly<Record<"model" | "environment" | "incident", string | null>>;

/**
 * A remedy's program and arguments with `{model}`, `{environment}` and `{incident}` replaced. Each argument stays one argument, whatever the names are: there is no shell.
 * LS734 for a name that is not known, that would read as an option, or that holds what no name does.
 */
export const filledArguments = (argv: readonly string[], names: Placeholders): readonly string[] =>
  argv.map((argument) => argument.replaceAll(/\{(model|environment|incident)\}/g, (_, which: keyof Placeholders) => {
    const name = names[which];
    const no = (why: string): LockstepError => new LockstepError("LS734", { message: `the remedy's argument ${argument} cannot be filled: ${why}`, place: argument });
    if (name === null) throw no(`the incident names no ${which}`);
    if (name.startsWith("-") || !/^[\p{L}\p{N} ._:@/+-]{1,200}$/u.test(name) || name.split("/").includes("..")) throw no(`the ${which} has a name that a program could read as something else`);
    return name;
  }));
