import { Duration, Stack, Validations } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { AccountRecovery, FeaturePlan, Mfa, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { userAnswerSeconds } from '../../shared/api/functionSettings.ts';
import { soleRsaIssuer } from '../identityProviders.ts';
import type { StageConfig } from '../stageConfig.ts';
import { dataRemovalPolicy } from './removal.ts';

/** Identity of app users: the JWTs that the API accepts, from the team's own issuer or from a user pool made for the stage. */
export class Identity extends Construct {
  readonly authorizer: IHttpRouteAuthorizer;
  /** Scopes for each route of app users. Empty: any token of the issuer is accepted. */
  readonly scopes: readonly string[];
  /** Only if the stage names no issuer. */
  readonly userPool?: { pool: UserPool; client: UserPoolClient };

  /** @param userAuthorizer checks what API Gateway cannot: several issuers, and ECDSA. */
  constructor(scope: Construct, id: string, stage: StageConfig, userAuthorizer: IFunction) {
    super(scope, id);
    if (stage.identity === 'cognito') {
      const pool = this.createUserPool(stage);
      const client = createAppClient(pool);
      this.userPool = { pool, client };
      const { region, urlSuffix } = Stack.of(this);
      const issuerUrl = `https://cognito-idp.${region}.${urlSuffix}/${pool.userPoolId}`;
      this.authorizer = new HttpJwtAuthorizer('UserAuthorizer', issuerUrl, { jwtAudience: [client.userPoolClientId] });
      this.scopes = [];
      return;
    }
    const issuer = soleRsaIssuer(stage.identity);
    if (issuer === undefined) {
      // The function checks the scopes too: each issuer may have its own.
      this.scopes = [];
      this.authorizer = new HttpLambdaAuthorizer('UserAuthorizer', userAuthorizer, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        resultsCacheTtl: Duration.seconds(userAnswerSeconds),
      });
      return;
    }
    const { issuerUrl, audiences, requiredScope } = issuer;
    this.scopes = requiredScope === undefined ? [] : [requiredScope];
    this.authorizer = new HttpJwtAuthorizer('UserAuthorizer', issuerUrl, { jwtAudience: [...audiences] });
  }

  private createUserPool(stage: StageConfig): UserPool {
    const pool = new UserPool(this, 'UserPool', {
      signInAliases: { email: true },
      // Essentials, the default, costs $0.015 a user and month instead of $0.0055, for managed pages that no app here uses.
      featurePlan: FeaturePlan.LITE,
      // Open sign-up would let anyone on the internet ring the team's users.
      selfSignUpEnabled: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      deletionProtection: stage.keepsData,
      removalPolicy: dataRemovalPolicy(stage),
    });
    Validations.of(pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'These are the users of a messaging app. They may set up a one-time password app, but need not own one.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason:
          'The Plus plan is billed per user and month. A team that wants it names an issuer with its own settings.',
      },
    );
    return pool;
  }
}

function createAppClient(pool: UserPool): UserPoolClient {
  return pool.addClient('AppClient', {
    // An app on a phone cannot keep a secret.
    generateSecret: false,
    // `adminUserPassword` needs AWS credentials: a developer gets a first token with it from the command line.
    authFlows: { userSrp: true, adminUserPassword: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
  });
}
