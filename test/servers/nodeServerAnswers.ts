/** What the Node server does by number, for its process and for those who send it requests. */

const kinds = ['echo', 'echo', 'refusal', 'early', 'trailers', 'hint', 'deletion', 'echo', 'slow', 'echo'] as const;

/**
 * `echo`: the body comes back. `refusal`: 410 with the number. `early`: the answer comes before the body was read.
 * `trailers`: fields follow the body. `hint`: 103 precedes the answer. `deletion`: a request and an answer without a body.
 * `slow`: answers overtake it.
 */
export type AnswerKind = (typeof kinds)[number];

/** The kind of answer that a request gets, by the number in its ID. */
export function kindOf(number: number): AnswerKind {
  return kinds[number % kinds.length] ?? 'echo';
}

export function numberOf(id: string): number {
  return Number.parseInt(id.slice(id.lastIndexOf('-') + 1), 16);
}

/** How many requests the server has received when it says goodbye to their connection. */
export const requestsPerGoaway = 4000;
export const maxStreams = 1000;
