import { AppSyncAuthorizationType, type ChannelNamespace, EventApi } from 'aws-cdk-lib/aws-appsync';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ringNamespace } from '../../shared/calls/rules/ringChannel.ts';
import { type StageConfig, stackName } from '../stageConfig.ts';

/** AppSync Events: ringing phones listen, each with its ring ticket, and one function publishes. */
export class RingChannel extends Construct {
  readonly namespaceArn: string;
  readonly publishUrl: string;
  readonly realtimeUrl: string;
  readonly host: string;

  constructor(scope: Construct, id: string, stage: StageConfig, authorizer: IFunction) {
    super(scope, id);
    const listening = { authorizationType: AppSyncAuthorizationType.LAMBDA };
    const publishing = { authorizationType: AppSyncAuthorizationType.IAM };
    const api = new EventApi(this, 'Api', {
      apiName: stackName(stage),
      authorizationConfig: {
        authProviders: [
          // The function says how long each answer holds.
          { ...listening, lambdaAuthorizerConfig: { handler: authorizer } },
          publishing,
        ],
        connectionAuthModeTypes: [AppSyncAuthorizationType.LAMBDA],
        defaultPublishAuthModeTypes: [AppSyncAuthorizationType.IAM],
        defaultSubscribeAuthModeTypes: [AppSyncAuthorizationType.LAMBDA],
      },
    });
    const namespace: ChannelNamespace = api.addChannelNamespace(ringNamespace);
    this.namespaceArn = namespace.channelNamespaceArn;
    this.host = api.httpDns;
    this.publishUrl = `https://${api.httpDns}/event`;
    this.realtimeUrl = `wss://${api.realtimeDns}/event/realtime`;
  }
}
