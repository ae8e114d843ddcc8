/** A comment that was found; the id as its API names it. */
export interface FoundComment {
  readonly id: string;
  readonly body: string;
}

/** The comments of one pull or merge request. Every call rejects with a CommentError when the API refuses or cannot be reached. */
export interface ReviewComments {
  /** Where they are, for messages. */
  readonly place: string;
  /** All comments, oldest first, page by page. */
  list(): AsyncIterable<FoundComment>;
  create(body: string): Promise<void>;
  update(id: string, body: string): Promise<void>;
}
