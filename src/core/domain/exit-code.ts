/** The process's exit codes; a pipeline may branch on each of them. */
export const ExitCode = {
  /** Proceed, also with mitigation or warnings. */
  proceed: 0,
  /** Pause after a failed gate, or roll back. */
  fail: 1,
  /** Wrong usage, wrong configuration, or a crash of Lockstep itself. */
  usage: 2,
  /** Pause for lack of evidence. */
  inconclusive: 3,
  /** An environment did not answer, or a claim could not be evaluated. */
  unreachable: 4,
  /** Interrupted by the user. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
