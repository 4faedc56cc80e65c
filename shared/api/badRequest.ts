import type { Problem } from './problem.ts';

/** A request that did not get as far as the domain. Thrown by the stack's own steps, answered as it is. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}
