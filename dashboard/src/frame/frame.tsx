import { matchPage } from "../../../src/core/pages/match-page.ts";
import { type ComponentType, lazy, type MouseEvent, Suspense, useEffect } from "react";
import { followChanges } from "../api/follow-changes.ts";
import { useApi } from "../api/use-api.ts";
import { type PageProps, pages } from "../pages/page-table.ts";
import { Loading } from "../states/loading.tsx";
import { PageFault } from "../states/page-fault.tsx";
import { NothingHere } from "../states/nothing-here.tsx";
import { Account } from "./account.tsx";
import { useAddress } from "./address.ts";
import { ConnectionNote } from "./connection-note.tsx";
import { SearchBox } from "./search-box.tsx";

const shown = pages.map(({ path, link, load }) => ({ path, link, View: lazy<ComponentType<PageProps>>(async () => ({ default: await load() })) }));

/* A run belongs to the runs, a model to the overview. */
const isWithin = (path: string, link: string): boolean => (link === "/" ? path === "/" || path.startsWith("/models/") : path === link || path.startsWith(`${link}/`));

const Links = ({ path }: { path: string }) => (
  <nav className="site-links" aria-label="Pages">
    {shown.flatMap(({ path: to, link }) => (link === undefined ? [] : [<a key={to} href={to} aria-current={isWithin(path, to) ? "page" : undefined}>{link}</a>]))}
  </nav>
);

/* Where reading goes on is no place of its own on the way back. */
const toContent = (event: MouseEvent): void => {
  event.preventDefault();
  document.getElementById("content")?.focus();
};

/** What stands around every page: the way in, the pages, the search, who is signed in, and whether the server is heard. */
export const Frame = () => {
  const { path, query } = useAddress();
  const mayRead = useApi("/api/v1/me", {}, []).data?.scopes.includes("read") ?? false;
  useEffect(() => (mayRead ? followChanges() : undefined), [mayRead]);
  const found = shown.flatMap(({ path: pattern, View }) => {
    const params = matchPage(pattern, path);
    return params === null ? [] : [{ View, params }];
  })[0];
  return (
    <>
      <a className="skip" href="#content" onClick={toContent}>To the content</a>
      <header className="site-head">
        <a className="wordmark" href="/">Lockstep</a>
        <Links path={path} />
        <SearchBox />
        <Account />
      </header>
      <ConnectionNote />
      <main id="content" tabIndex={-1}>
        <PageFault key={path}>
          <Suspense fallback={<div className="page site-page"><Loading what="the page" /></div>}>
            {found === undefined ? <NothingHere path={path} /> : <found.View key={path} params={found.params} query={query} />}
          </Suspense>
        </PageFault>
      </main>
    </>
  );
};
