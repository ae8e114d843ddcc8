import { useSyncExternalStore } from "react";

/** Where somebody is: the page's path, and its filters. The part after # belongs to the page and the browser. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

const watchers = new Set<() => void>();
let current: Address = { path: "/", query: new URLSearchParams() };
let moved = false;

const readAddress = (): Address => ({ path: location.pathname.replace(/(.)\/+$/, "$1"), query: new URLSearchParams(location.search) });

const arrive = (): void => {
  const before = current;
  current = readAddress();
  if (before.path !== current.path) moved = true;
  else if (before.query.toString() === current.query.toString()) return;
  for (const watcher of watchers) watcher();
};

/** Goes to an address of this site. `replace`: the way back does not lead through where we are now. */
export const goTo = (href: string, { replace = false }: { replace?: boolean } = {}): void => {
  const from = location.pathname;
  if (replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  arrive();
  if (location.pathname !== from && location.hash === "") scrollTo(0, 0);
};

const subscribe = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

export const useAddress = (): Address => useSyncExternalStore(subscribe, () => current);

/** Whether somebody came here from another page of the site; the first page is read from its top by itself. */
export const hasMoved = (): boolean => moved;

/** This page's address with some of its filters changed; null takes one away. Another filter begins its list anew. */
export const withQuery = ({ path, query }: Address, changes: Readonly<Record<string, string | null>>): string => {
  const next = new URLSearchParams(query);
  if (!("after" in changes)) for (const name of ["after", "from"]) next.delete(name);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next.size === 0 ? path : `${path}?${next.toString()}`;
};

/* What the server answers itself, or another place does, is the browser's to open. */
const isOurs = (url: URL): boolean => url.origin === location.origin && !url.pathname.startsWith("/api/");

const follow = (event: MouseEvent): void => {
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target !== "" || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (!isOurs(url) || (url.pathname === location.pathname && url.search === location.search && url.hash !== "")) return;
  event.preventDefault();
  goTo(`${url.pathname}${url.search}${url.hash}`);
};

/** Makes every ordinary link within the site change the page without loading it anew; the way back and forth, too. */
export const followLinks = (): void => {
  current = readAddress();
  addEventListener("popstate", arrive);
  document.addEventListener("click", follow);
};
