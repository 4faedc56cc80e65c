import { App, type Environment, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { EdgeStack, edgeRegion } from './edgeStack.ts';
import { RingpostStack } from './ringpostStack.ts';
import { type StageConfig, stackName } from './stageConfig.ts';

/** One stack for each stage, and one more for what stands before it at the edge. cdk-nag checks all of them: a finding that is not acknowledged stops the synth. */
export function createApp(stages: readonly StageConfig[]): App {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  for (const stage of stages) {
    const env = commandLineEnvironment();
    new RingpostStack(app, stackName(stage), { stage: deployable(stage), env });
    const { domain, edge } = deployable(stage);
    if (domain === undefined || edge === undefined) continue;
    const props = { stage: { ...stage, domain, edge }, env: { ...env, region: edgeRegion } };
    new EdgeStack(app, `${stackName(stage)}-edge`, props);
  }
  return app;
}

/** The emulated AWS account (docs/rehearse.md) has no edge. */
function deployable(stage: StageConfig): StageConfig {
  const isEmulated = /^https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(process.env['AWS_ENDPOINT_URL'] ?? '');
  if (!isEmulated) return stage;
  const { edge: _edge, ...others } = stage;
  return others;
}

/** Account and region of the credentials that the CDK command line runs with; without them, the stacks suit every account. */
function commandLineEnvironment(): Environment {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  return { ...(account && { account }), ...(region && { region }) };
}
