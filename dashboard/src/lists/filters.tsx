import { Children, type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useApi } from "../api/use-api.ts";
import { goTo, useAddress, withQuery } from "../frame/address.ts";

const typingMs = 250;

/** More names than this are no help in choosing one. */
const mostSuggested = 200;

/** What narrows a list. Every field is part of the address: it survives a reload, and can be sent to somebody. */
export const Filters = ({ label, children }: { label: string; children: ReactNode }) => {
  const { query } = useAddress();
  // On a phone the list begins on the first screen: all but the first field are asked for, unless one of them narrows it.
  const [open, setOpen] = useState(() => [...query.keys()].some((name) => !["after", "from", "words"].includes(name)));
  const many = Children.toArray(children).length > 2;
  return (
    <form className={open || !many ? "filters" : "filters filters-folded"} role="search" aria-label={label} onSubmit={(event: FormEvent) => event.preventDefault()}>
      {children}
      {many && <button type="button" className="act act-plain filters-more" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? "Fewer filters" : "More filters"}</button>}
    </form>
  );
};

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

/** The whole name of a model, with the models that there are to choose from. */
export const ModelFilter = () => {
  const models = useApi("/api/v1/models", { query: { limit: mostSuggested } }, ["run"]).data?.items ?? [];
  return <WordsFilter name="model" label="Model" placeholder="its whole name" suggestions={models.map(({ model }) => model)} />;
};

/** Words, or a name; asked for once the typing rests. */
export const WordsFilter = ({ name, label, placeholder, type = "search", suggestions }: { name: string; label: string; placeholder?: string; type?: "search" | "date"; suggestions?: readonly string[] }) => {
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
  return <span className="field"><label htmlFor={id}>{label}</label><input id={id} type={type} value={typed} placeholder={placeholder} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} {...(suggestions === undefined ? {} : { list: `${id}-known` })} />{suggestions !== undefined && <datalist id={`${id}-known`}>{suggestions.map((each) => <option key={each} value={each} />)}</datalist>}</span>;
};
