import { ExitCode } from "../../core/domain/exit-code.ts";

/** What decides first when several pairs were compared: a failed one, then what kept a pair from being judged. */
const worstFirst: readonly ExitCode[] = [ExitCode.interrupted, ExitCode.fail, ExitCode.usage, ExitCode.unreachable, ExitCode.inconclusive, ExitCode.proceed];

/** The exit code of several checks; of none at all, that there is no evidence. */
export const worstExitCode = (codes: readonly ExitCode[]): ExitCode => worstFirst.find((code) => codes.includes(code)) ?? ExitCode.inconclusive;
