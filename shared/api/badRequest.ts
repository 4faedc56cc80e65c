import type { Problem } from './problem.ts';

/** A request that does not reach the domain. Thrown by the stack's own steps, and answered unchanged. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}
