import { useId } from "react";

/** One thing a form asks for. Values are texts; of several ticked boxes they stand line by line. */
export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly kind: "line" | "text" | "day" | "choice" | "boxes";
  readonly required?: boolean;
  /** What helps to fill it in, in a sentence. */
  readonly hint?: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly initial?: string;
  /** What it may not be, in words; null when it may. */
  readonly check?: (value: string) => string | null;
}

interface FieldProps {
  readonly field: FieldSpec;
  readonly error: string | null;
}

/** What a person fills in, named and explained; what is wrong with it stands beside it and is read with it. */
export const Field = ({ field: { name, label, kind, required = false, hint, choices = [], initial = "" }, error }: FieldProps) => {
  const id = useId();
  const described = [hint === undefined ? null : `${id}-hint`, error === null ? null : `${id}-error`].filter((each) => each !== null).join(" ");
  const common = { id, name, required, "aria-invalid": error !== null, ...(described === "" ? {} : { "aria-describedby": described }) } as const;
  const told = (
    <>
      {hint !== undefined && <p id={`${id}-hint`} className="field-hint">{hint}</p>}
      {error !== null && <p id={`${id}-error`} className="field-error"><span aria-hidden="true">✗ </span>{error}</p>}
    </>
  );
  if (kind === "boxes") {
    const ticked = new Set(initial.split("\n"));
    return (
      <fieldset className="form-field" {...(described === "" ? {} : { "aria-describedby": described })}>
        <legend>{label}{!required && <small> optional</small>}</legend>
        <div className="field-boxes">{choices.map(({ value, label: words }) => <label key={value}><input type="checkbox" name={name} value={value} defaultChecked={ticked.has(value)} /> {words}</label>)}</div>
        {told}
      </fieldset>
    );
  }
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}{!required && <small> optional</small>}</label>
      {kind === "text" ? <textarea {...common} rows={4} defaultValue={initial} />
        : kind === "choice" ? <select {...common} defaultValue={initial}>{choices.map(({ value, label: words }) => <option key={value} value={value}>{words}</option>)}</select>
          : <input {...common} type={kind === "day" ? "date" : "text"} defaultValue={initial} autoComplete="off" />}
      {told}
    </div>
  );
};
