import type { Role } from "../../core/domain/access.ts";

/** The token in the address that is printed at the start, and what it makes of whoever opens it. Null where people sign in otherwise. */
export interface Launch {
  readonly token: string | null;
  readonly role: Role;
  /** The person at this machine. */
  readonly name: string;
}
