/** A column of a log before anybody knows what it is for. */
export interface PopulationField {
  /** As people name it: `income`, `probability[1]`. */
  readonly name: string;
  /** The SQL that reads it from the relation around it: a quoted identifier, mostly. */
  readonly expression: string;
  /** The engine's own name of the type. */
  readonly type: string;
}
