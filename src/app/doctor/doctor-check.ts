/** One line of the doctor: what was looked at, whether it is well, and what to do where it is not. */
export interface DoctorCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Null where nothing needs to be done. */
  readonly todo: string | null;
}

/** A check that is well. */
export const well = (name: string, detail: string): DoctorCheck => ({ name, ok: true, detail, todo: null });

/** A check that found a problem. */
export const problem = (name: string, detail: string, todo: string): DoctorCheck => ({ name, ok: false, detail, todo });

/** A check whose work may throw: what it throws is the problem. */
export const attempt = async (name: string, todo: string, work: () => string | Promise<string>): Promise<DoctorCheck> => {
  try {
    return well(name, await work());
  } catch (cause) {
    const advice = (cause as { todo?: unknown }).todo;
    return problem(name, cause instanceof Error ? cause.message : String(cause), typeof advice === "string" ? advice : todo);
  }
};
