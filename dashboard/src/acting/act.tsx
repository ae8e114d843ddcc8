import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Field, type FieldSpec } from "./field.tsx";
import { type Refusal, refusalOf } from "./refusal.ts";

/** What a form was filled in with, by field. */
export type Values = Readonly<Record<string, string>>;

interface ActProps {
  /** What the button says. */
  readonly name: string;
  readonly title: string;
  /** What will follow from it, in a sentence or two. */
  readonly explains?: ReactNode;
  readonly fields: readonly FieldSpec[];
  /** What the button that does it says. */
  readonly submit: string;
  /** `first`: what this page is mostly for. `grave`: what takes something away. */
  readonly weight?: "first" | "plain" | "grave";
  /** Open as soon as it is there. */
  readonly opened?: boolean;
  /** For long texts. */
  readonly wide?: boolean;
  /** Does it; what it throws is told in the form, which stays as it was filled in. */
  readonly send: (values: Values) => Promise<void>;
}

const valuesOf = (form: HTMLFormElement, fields: readonly FieldSpec[]): Values => {
  const data = new FormData(form);
  return Object.fromEntries(fields.map(({ name }) => [name, data.getAll(name).map(String).join("\n").trim()]));
};

const wrongWith = (fields: readonly FieldSpec[], values: Values): ReadonlyMap<string, string> => new Map(fields.flatMap(({ name, label, required, check }) => {
  const value = values[name] ?? "";
  const wrong = value === "" ? (required === true ? `${label} is needed.` : null) : (check?.(value) ?? null);
  return wrong === null ? [] : [[name, wrong] as const];
}));

/** A button, and the dialog in which what it does is filled in and confirmed. Escape leaves everything as it was. */
export const Act = ({ name, title, explains, fields, submit, weight = "plain", opened = false, wide = false, send }: ActProps) => {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [sending, setSending] = useState(false);
  /* A form that was left is empty when it is opened again. */
  const [times, setTimes] = useState(0);

  const open = (): void => {
    setErrors(new Map());
    setRefusal(null);
    setTimes(times + 1);
    dialog.current?.showModal();
  };
  useEffect(() => {
    if (opened) dialog.current?.showModal();
  }, [opened]);
  const told = (form: HTMLFormElement, wrong: ReadonlyMap<string, string>): void => {
    setErrors(wrong);
    const [first] = wrong.keys();
    if (first !== undefined) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  const submitted = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    if (sending) return;
    const values = valuesOf(form, fields);
    const wrong = wrongWith(fields, values);
    setRefusal(null);
    told(form, wrong);
    if (wrong.size > 0) return;
    setSending(true);
    try {
      await send(values);
      dialog.current?.close();
    } catch (error) {
      const refused = refusalOf(error);
      const field = fields.find((each) => refused.place.includes(each.name));
      if (field === undefined) setRefusal(refused);
      else told(form, new Map([[field.name, `${refused.message}${refused.todo === "" ? "" : ` ${refused.todo}`}`]]));
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      <button type="button" className={`act act-${weight}`} onClick={open}>{name}</button>
      <dialog ref={dialog} className={wide ? "act-dialog act-wide" : "act-dialog"} aria-labelledby={`${id}-title`}>
        <form key={times} noValidate onSubmit={(event) => { void submitted(event); }}>
          <h2 id={`${id}-title`}>{title}</h2>
          {explains !== undefined && <div className="act-explains">{explains}</div>}
          {refusal !== null && <div className="refusal" role="alert"><p><strong>Not done.</strong> {refusal.message}</p>{refusal.todo !== "" && <p>{refusal.todo}</p>}</div>}
          {fields.map((field) => <Field key={field.name} field={field} error={errors.get(field.name) ?? null} />)}
          <p className="act-end">
            <button type="button" className="act act-plain" onClick={() => dialog.current?.close()}>Cancel</button>
            <button type="submit" className={`act ${weight === "grave" ? "act-grave" : "act-first"}`} aria-disabled={sending}>{sending ? "One moment …" : submit}</button>
          </p>
        </form>
      </dialog>
    </>
  );
};
