import type { StageConfig } from '../../cdk/stageConfig.ts';

/** @returns the stage as cdk/stages.ts has it; undefined if that file does not name it. */
export async function declaredStage(stageName: string): Promise<StageConfig | undefined> {
  // Loaded here, as CDK takes a while.
  const { stages } = await import('../../cdk/stages.ts');
  return stages.find(({ name }) => name === stageName);
}
