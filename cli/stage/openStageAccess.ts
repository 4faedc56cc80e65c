import { findLab } from './findLab.ts';
import { findStage } from './findStage.ts';
import type { StageAccess } from './stageAccess.ts';
import type { StageChoice } from './stageChoice.ts';

/** @throws CommandFailure when there is no such stage or lab, or no way to it. */
export function openStageAccess(choice: StageChoice): Promise<StageAccess> {
  return choice.kind === 'lab' ? findLab(choice.url) : findStage(choice.name);
}
