const open = (): void => {
  if (location.hash.length < 2) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let element: Element | null = target; element !== null; element = element.parentElement) {
    if (element instanceof HTMLDetailsElement) element.open = true;
  }
  target?.scrollIntoView();
};

/** Makes links into the page work, also to what is folded away: opens it and scrolls to it. */
export const followHash = (): (() => void) => {
  open();
  addEventListener("hashchange", open);
  return () => removeEventListener("hashchange", open);
};
