import { z } from "zod";
import { callApi, type CommentApi } from "./comment-api.ts";
import type { FoundComment, ReviewComments } from "./review-comments.ts";

const Comments = z.array(z.object({ id: z.number().int(), body: z.string().nullish() }));
const pageSize = 100;
/** A pull request with more comments than this has other troubles. */
const mostPages = 50;

/** Comments of a pull request over GitHub's REST API; `api` is `https://api.github.com` or an enterprise server's. */
export const githubComments = (api: string, repository: string, pull: number, call: Omit<CommentApi, "headers"> & { readonly token: string }): ReviewComments => {
  const root = `${api.replace(/\/+$/, "")}/repos/${repository.split("/").map(encodeURIComponent).join("/")}/issues`;
  const use: CommentApi = { signal: call.signal, timeoutMs: call.timeoutMs, headers: { authorization: `Bearer ${call.token}`, accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" } };
  return {
    place: `pull request ${repository}#${pull}`,
    async *list(): AsyncGenerator<FoundComment> {
      for (let page = 1; page <= mostPages; page += 1) {
        const { body, headers } = await callApi(use, "GET", `${root}/${pull}/comments?per_page=${pageSize}&page=${page}`);
        for (const { id, body: text } of Comments.parse(body)) yield { id: String(id), body: text ?? "" };
        if (!/rel="next"/.test(headers.get("link") ?? "")) return;
      }
    },
    async create(body) {
      await callApi(use, "POST", `${root}/${pull}/comments`, { body });
    },
    async update(id, body) {
      await callApi(use, "PATCH", `${root}/comments/${id}`, { body });
    },
  };
};
