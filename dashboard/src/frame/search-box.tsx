import { type FormEvent, useEffect, useRef } from "react";
import { goTo } from "./address.ts";

/* In a field, a slash is a slash. */
const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** Finds runs by words in their headline, model, version, revision, sources, options or id, from every page; the key / leads here. */
export const SearchBox = () => {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const words = field.current?.value.trim() ?? "";
    if (words !== "") goTo(`/runs?words=${encodeURIComponent(words)}`);
  };
  return (
    <form className="search" role="search" aria-label="Everywhere" onSubmit={search}>
      <input ref={field} type="search" name="words" aria-label="Search runs" aria-keyshortcuts="/" placeholder="Search runs" autoComplete="off" spellCheck={false} />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
};
