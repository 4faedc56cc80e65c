/** The deployed stage, as those see it who use it: an app with a JWT, and the team with its AWS credentials. */
import { readDeployedStage } from '../../cli/emulator/deployedStage.ts';
import { findStage } from '../../cli/stage/findStage.ts';
import type { StageAccess } from '../../cli/stage/stageAccess.ts';
import type { CognitoUsers } from '../../lab/emulator/cognitoUsers.ts';
import type { AwsAccess } from '../../lab/emulator/signedRequest.ts';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export interface TestedStage extends StageAccess {
  stackName: string;
  aws: AwsAccess;
  users: CognitoUsers;
  eventBusName: string;
  /** Asks the API as an app does. @param token a JWT; nobody's request when undefined. */
  ask(token: string | undefined, method: string, path: string, body?: unknown): Promise<Answer>;
}

export async function openStage(name: string): Promise<TestedStage> {
  const access = await findStage(name);
  const { aws, users, outputs } = await readDeployedStage(name);
  if (users === undefined) throw new Error(`the stage ${name} has no user pool`);
  return {
    ...access,
    stackName: `ringpost-${name}`,
    aws,
    users,
    eventBusName: outputs.get('EventBusName') ?? '',
    async ask(token, method, path, body) {
      const response = await fetch(`${access.apiUrl}${path}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
    },
  };
}
