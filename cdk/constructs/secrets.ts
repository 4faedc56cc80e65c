import { Aws, SecretValue, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { StoredCredentials } from '../../shared/apns/rules/credential.ts';
import { type StageConfig, secretsPrefix } from '../stageConfig.ts';
import { dataRemovalPolicy } from './removal.ts';

/**
 * "No credential yet", so that nobody takes it for a broken secret. CloudFormation writes it once, when it creates the
 * secret. A change of this text, ever, would overwrite the credentials of everybody who deploys it.
 */
const noCredentialYet = JSON.stringify({ version: 1, credentials: [] } satisfies StoredCredentials);

/** One secret for each app of the stage, and the key of its ring tickets. */
export class Secrets extends Construct {
  /** Fits all of them: Secrets Manager adds six characters of its own to each ARN. */
  readonly appSecretsArn: string;
  readonly ticketKey: Secret;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    for (const bundleId of stage.apps) this.addSecret(stage, bundleId);
    this.ticketKey = this.addTicketKey(stage);
    const { PARTITION, REGION, ACCOUNT_ID } = Aws;
    this.appSecretsArn = `arn:${PARTITION}:secretsmanager:${REGION}:${ACCOUNT_ID}:secret:${secretName(stage, '*')}`;
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Nothing can rotate these automatically: keys and certificates for APNs are made by hand in the Apple developer ' +
        'account. Functions read them again every few minutes, so a replacement needs no deployment. The key of the ring ' +
        'tickets signs what is valid for minutes and opens one answer; to rotate it, store another text.',
    });
  }

  /** Made by Secrets Manager: nobody has to know it. To rotate it, store another random text; old tickets still hold. */
  private addTicketKey(stage: StageConfig): Secret {
    return new Secret(this, 'RingTicketKey', {
      secretName: `${secretsPrefix(stage)}/ring-ticket-key`,
      description: 'Signs ring tickets',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: dataRemovalPolicy(stage),
    });
  }

  private addSecret(stage: StageConfig, bundleId: string): void {
    new Secret(this, bundleId, {
      secretName: secretName(stage, bundleId),
      description: `APNs credentials of ${bundleId}`,
      secretStringValue: SecretValue.unsafePlainText(noCredentialYet),
      removalPolicy: dataRemovalPolicy(stage),
    });
  }
}

/**
 * For a role that reads the app secrets. A pattern and not a list of them, because a phone may register for an app that
 * has no secret: then Secrets Manager must say that there is none, which it tells only those who would be let in.
 */
export function acknowledgeSecretsPattern(role: Role, stage: StageConfig): void {
  const arn = `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${secretName(stage, '*')}`;
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${arn}]`,
    reason:
      "Matches only the secrets of this stage's apps. A list of them would turn the answer for an app without a secret " +
      'from "not found" into "access denied", which a wrong role also gets.',
  });
}

function secretName(stage: StageConfig, bundleId: string): string {
  return `${secretsPrefix(stage)}/apps/${bundleId}`;
}
