import { findLab } from './findLab.ts';
import { findStage } from './findStage.ts';
import type { StageAccess } from './stageAccess.ts';
import type { StageChoice } from './stageChoice.ts';

/** @throws CommandFailure if the stage or lab does not exist or cannot be reached. */
export function openStageAccess(choice: StageChoice): Promise<StageAccess> {
  const atFunctionUrls = choice.atFunctionUrls ?? false;
  return choice.kind === 'lab' ? findLab(choice.url, atFunctionUrls) : findStage(choice.name, atFunctionUrls);
}
