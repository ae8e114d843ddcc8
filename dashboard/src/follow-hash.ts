import { revealEvent } from "./use-seen.ts";

const linked = (): HTMLElement | null => (location.hash.length < 2 ? null : document.getElementById(decodeURIComponent(location.hash.slice(1))));

const show = (target: HTMLElement): void => {
  for (let element: Element | null = target; element !== null; element = element.parentElement) {
    if (element instanceof HTMLDetailsElement) element.open = true;
  }
  target.scrollIntoView();
};

const follow = (): void => {
  if (location.hash.length < 2) return;
  const target = linked();
  if (target !== null) return show(target);
  // Not there yet: have everything folded made, then look again.
  dispatchEvent(new Event(revealEvent));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const made = linked();
    if (made !== null) show(made);
  }));
};

/** Makes links into the page work, also to what is folded away: opens it and scrolls to it. */
export const followHash = (): (() => void) => {
  follow();
  addEventListener("hashchange", follow);
  return () => removeEventListener("hashchange", follow);
};
