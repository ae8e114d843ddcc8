/** Something is on its way. It is only seen, and said, where the wait is long enough to be noticed. */
export const Loading = ({ what }: { what: string }) => <p className="loading" role="status"><span className="loading-text">Reading {what} …</span></p>;
