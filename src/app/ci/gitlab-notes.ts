import { z } from "zod";
import { callApi, type CommentApi } from "./comment-api.ts";
import type { FoundComment, ReviewComments } from "./review-comments.ts";

const Notes = z.array(z.object({ id: z.number().int(), body: z.string().nullish(), system: z.boolean().optional() }));
const pageSize = 100;
const mostPages = 50;

/** Notes of a merge request over GitLab's REST API (v4); `project` is its id. */
export const gitlabNotes = (api: string, project: string, mergeRequest: string, call: Omit<CommentApi, "headers"> & { readonly token: string }): ReviewComments => {
  const root = `${api.replace(/\/+$/, "")}/projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(mergeRequest)}/notes`;
  const use: CommentApi = { signal: call.signal, timeoutMs: call.timeoutMs, headers: { "private-token": call.token } };
  return {
    place: `merge request !${mergeRequest}`,
    async *list(): AsyncGenerator<FoundComment> {
      for (let page = 1; page <= mostPages; page += 1) {
        const { body, headers } = await callApi(use, "GET", `${root}?per_page=${pageSize}&page=${page}&sort=asc&order_by=created_at`);
        for (const { id, body: text, system } of Notes.parse(body)) if (system !== true) yield { id: String(id), body: text ?? "" };
        if ((headers.get("x-next-page") ?? "") === "") return;
      }
    },
    async create(body) {
      await callApi(use, "POST", root, { body });
    },
    async update(id, body) {
      await callApi(use, "PUT", `${root}/${id}`, { body });
    },
  };
};
