import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that take a minute or more, mostly by waiting: last, one of them would keep the whole run waiting. */
const longest =
  /\/(reach|callers|pageStates|pageAccessibility|consolePage|prices|callLife|interleaving|killedLab)\.test\.ts$/;

/** Labs, browsers and connections wait a lot: beside them the others have the processors. */
const waits = ({ moduleId, project }: TestSpecification) =>
  project.name === 'other transport' || /\/test\/(lab|runtime)\//.test(moduleId);

/** In an order that leaves no processor idle, neither in the middle nor at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = (file: TestSpecification) => (longest.test(file.moduleId) ? 0 : waits(file) ? 1 : 2);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
