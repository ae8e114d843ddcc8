import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { goTo, useAddress, withQuery } from "../frame/address.ts";

const typingMs = 250;

/** What narrows a list. Every field is part of the address: it survives a reload, and can be sent to somebody. */
export const Filters = ({ label, children }: { label: string; children: ReactNode }) => (
  <form className="filters" role="search" aria-label={label} onSubmit={(event: FormEvent) => event.preventDefault()}>{children}</form>
);

/** One of several values, or any. */
export const ChoiceFilter = ({ name, label, any, choices }: { name: string; label: string; any: string; choices: readonly (readonly [value: string, text: string])[] }) => {
  const address = useAddress();
  const id = useId();
  const value = address.query.get(name) ?? "";
  const known = value === "" || choices.some(([each]) => each === value);
  return (
    <span className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => goTo(withQuery(address, { [name]: event.target.value }))}>
        <option value="">{any}</option>
        {choices.map(([each, text]) => <option key={each} value={each}>{text}</option>)}
        {!known && <option value={value}>{value}</option>}
      </select>
    </span>
  );
};

/** Words, or a name; asked for once the typing rests. */
export const WordsFilter = ({ name, label, placeholder, type = "search" }: { name: string; label: string; placeholder?: string; type?: "search" | "date" }) => {
  const address = useAddress();
  const id = useId();
  const given = address.query.get(name) ?? "";
  const [typed, setTyped] = useState(given);
  const told = useRef(given);
  // The way back, or a link, changed it from outside.
  if (told.current !== given) {
    told.current = given;
    if (typed.trim() !== given) setTyped(given);
  }
  useEffect(() => {
    if (typed.trim() === given) return;
    const timer = setTimeout(() => goTo(withQuery(address, { [name]: typed.trim() }), { replace: true }), typingMs);
    return () => clearTimeout(timer);
  }, [typed, address, given, name]);
  return <span className="field"><label htmlFor={id}>{label}</label><input id={id} type={type} value={typed} placeholder={placeholder} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} /></span>;
};
