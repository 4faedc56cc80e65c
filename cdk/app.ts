/** Entry point of the CDK command line (cdk.json): all stages of `stages.ts`, or a list of what is wrong with them. */
import { createApp } from './createApp.ts';
import { stageProblems } from './stageConfig.ts';
import { stages } from './stages.ts';

const problems = stageProblems(stages);
if (problems.length > 0) {
  process.stderr.write(`cdk/stages.ts cannot be deployed:\n${problems.map((problem) => `- ${problem}\n`).join('')}`);
  process.exitCode = 1;
} else {
  createApp(stages);
}
