/** CloudFront and its rate rules before the API of a stage, in the one region where CloudFront takes them from. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Edge } from './constructs/edge.ts';
import type { DomainConfig, EdgeConfig, StageConfig } from './stageConfig.ts';

/** Web ACLs and certificates for CloudFront. https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html */
export const edgeRegion = 'us-east-1';

export interface EdgeStackProps extends StackProps {
  stage: StageConfig & { domain: DomainConfig; edge: EdgeConfig };
}

export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: EdgeStackProps) {
    super(scope, id, {
      ...props,
      description: `Ringpost ${stage.name}: CloudFront with rate rules before the API`,
      terminationProtection: stage.keepsData,
    });
    new Edge(this, 'Edge', stage.edge, { stageName: stage.name, originHost: stage.domain.name });
  }
}
