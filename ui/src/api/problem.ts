/** An error answer of the API (RFC 9457): `title` says what happened, `detail` what to do, `code` never changes. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | null,
    /** Field name to sentence, when the answer is about a form. */
    readonly errors: Record<string, string> = {},
  ) {
    super(detail ? `${title} ${detail}` : title);
    this.name = "ApiProblem";
  }
}

/** What to show for anything thrown: one sentence on what happened, one on what to do. */
export function describeProblem(error: unknown): { title: string; detail: string | null } {
  if (error instanceof ApiProblem) return { title: error.title, detail: error.detail };
  if (error instanceof Error) return { title: "Something went wrong here.", detail: error.message };
  return { title: "Something went wrong here.", detail: null };
}

/** True when `error` is a problem with this code. */
export function hasCode(error: unknown, code: string): error is ApiProblem {
  return error instanceof ApiProblem && error.code === code;
}
