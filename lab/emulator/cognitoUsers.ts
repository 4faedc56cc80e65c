/**
 * Users of a stage's Cognito user pool, created and logged in with AWS credentials, as docs/deploy.md describes by
 * hand.
 */
import { randomBytes } from 'node:crypto';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { problem } from '../../shared/api/problem.ts';
import { type AwsAccess, AwsError, askAws } from './signedRequest.ts';

export interface UserPool {
  userPoolId: string;
  clientId: string;
}

/** They throw BadRequest if the pool does not have the user, or already has the e-mail address. */
export interface CognitoUsers {
  /** @returns the user ID: the `sub` of the user's tokens. */
  create(email: string): Promise<string>;
  /** @param user an ID or an e-mail address. */
  find(user: string): Promise<CognitoUser>;
  /** Gives the user a new password. @returns an access token, valid for an hour. */
  logIn(userId: string): Promise<string>;
}

export interface CognitoUser {
  userId: string;
  email?: string | undefined;
}

type Attributes = readonly { Name: string; Value: string }[];

interface CreatedUser {
  User: { Attributes: Attributes };
}

interface FoundUser {
  UserAttributes: Attributes;
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
      const request = { UserPoolId, Username: email, MessageAction: 'SUPPRESS' };
      const { User } = await inWords(email, ask<CreatedUser>('AdminCreateUser', request));
      return subOf(email, User.Attributes);
    },
    async find(user) {
      const { UserAttributes } = await inWords(user, ask<FoundUser>('AdminGetUser', { UserPoolId, Username: user }));
      return { userId: subOf(user, UserAttributes), email: attribute(UserAttributes, 'email') };
    },
    async logIn(userId) {
      // The pool requires one of each kind of character.
      const password = `aA1!${randomBytes(12).toString('hex')}`;
      const newPassword = { UserPoolId, Username: userId, Password: password, Permanent: true };
      await inWords(userId, ask('AdminSetUserPassword', newPassword));
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

function attribute(attributes: Attributes, name: string): string | undefined {
  return attributes.find(({ Name }) => Name === name)?.Value;
}

function subOf(user: string, attributes: Attributes): string {
  const userId = attribute(attributes, 'sub');
  if (userId === undefined) throw new Error(`the Cognito user ${user} has no sub`);
  return userId;
}

/** Errors that the caller can do something about, as a problem. */
async function inWords<T>(user: string, asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    const code = error instanceof AwsError ? error.code : '';
    if (code === 'UserNotFoundException') {
      const fix = 'Create the user first: POST /users {"email"}, or use one from the pool.';
      throw new BadRequest(
        problem(404, 'unknown_user', 'Unknown user', `The stage’s user pool has no user ${user}.`, fix),
      );
    }
    if (code === 'UsernameExistsException' || code === 'AliasExistsException') {
      const fix = 'Use this user, or create one with another e-mail address.';
      throw new BadRequest(problem(409, 'user_exists', 'User already exists', `The user ${user} already exists.`, fix));
    }
    throw error;
  }
}
