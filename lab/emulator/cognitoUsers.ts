/** Users of a stage's Cognito user pool, made and logged in with AWS credentials, as docs/deploy.md does it by hand. */
import { randomBytes } from 'node:crypto';
import { type AwsAccess, askAws } from './signedRequest.ts';

export interface UserPool {
  userPoolId: string;
  clientId: string;
}

export interface CognitoUsers {
  /** @returns the user ID: the `sub` of the user's tokens. */
  create(email: string): Promise<string>;
  /** Gives the user a new password. @returns an access token, good for an hour. */
  logIn(userId: string): Promise<string>;
}

interface CreatedUser {
  User: { Attributes: { Name: string; Value: string }[] };
}

interface LoggedIn {
  AuthenticationResult: { AccessToken: string };
}

export function cognitoUsers(
  access: AwsAccess,
  { userPoolId: UserPoolId, clientId: ClientId }: UserPool,
): CognitoUsers {
  const ask = <T>(operation: string, body: object): Promise<T> =>
    askAws(access, {
      service: 'cognito-idp',
      method: 'POST',
      path: '/',
      target: `AWSCognitoIdentityProviderService.${operation}`,
      body,
    });
  return {
    async create(email) {
      const { User } = await ask<CreatedUser>('AdminCreateUser', {
        UserPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
      });
      const userId = User.Attributes.find(({ Name }) => Name === 'sub')?.Value;
      if (userId === undefined) throw new Error(`Cognito has made the user ${email} without a sub`);
      return userId;
    },
    async logIn(userId) {
      // The pool wants one of each kind of character.
      const password = `aA1!${randomBytes(12).toString('hex')}`;
      await ask('AdminSetUserPassword', { UserPoolId, Username: userId, Password: password, Permanent: true });
      const { AuthenticationResult } = await ask<LoggedIn>('AdminInitiateAuth', {
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: userId, PASSWORD: password },
      });
      return AuthenticationResult.AccessToken;
    },
  };
}
