import type { Dialect } from "../dialect.ts";

/** What the readers of logs need of an engine; the port's `Engine` is one. */
export interface SqlRunner {
  readonly dialect: Dialect;
  query(sql: string): Promise<readonly Readonly<Record<string, null | boolean | number | bigint | string>>[]>;
  execute(sql: string): Promise<void>;
  describe(sql: string): Promise<readonly { readonly name: string; readonly type: string }[]>;
}
