/** What the server said went wrong; `unreachable` when it said nothing at all. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly place: string | null;
  readonly todo: string;

  constructor({ code, status, message, place = null, todo }: { code: string; status: number; message: string; place?: string | null; todo: string }) {
    super(message);
    this.name = "ApiProblem";
    this.code = code;
    this.status = status;
    this.place = place;
    this.todo = todo;
  }

  /** The request came to no server. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

/** Of whatever was thrown. */
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem({ code: "LS000", status: 0, message: error instanceof Error ? error.message : String(error), todo: "Reload the page. If it comes back, report it with the server’s log." });
