/** What AWS and its SDK answer when a command cannot go on, in words that say how to mend it. */
import { CommandFailure } from './failure.ts';

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired']);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized']);
const unknownKey = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);
const signIn =
  'Sign in with `aws sso login` or `aws configure`, or set AWS_PROFILE; `aws sts get-caller-identity` shows whether ' +
  'that worked. For the lab on this machine use --lab.';

/** @returns undefined when `error` is nothing that AWS, its SDK or the network would say. */
export function awsFailure(error: unknown): CommandFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const say = (code: string, text: string, fix: string) =>
    new CommandFailure({ code, message: text, fix }, { cause: error });
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return say('no_aws_credentials', 'no AWS credentials were found, or they are no longer valid', signIn);
  }
  if (message === 'Region is missing') {
    return say('no_region', 'no AWS region is set', 'Set AWS_REGION to the region of the stage, such as eu-central-1.');
  }
  if (expired.has(name)) return say('expired_aws_credentials', 'the AWS credentials have expired', signIn);
  if (unknownKey.has(name)) return say('invalid_aws_credentials', 'AWS does not accept the credentials', signIn);
  if (denied.has(name)) {
    return say(
      'access_denied',
      `AWS does not allow it: ${message}`,
      'Use credentials whose policies allow that action.',
    );
  }
  if ('$fault' in error) {
    return say('aws_error', `AWS answered ${name}: ${message}`, 'Try again; if it stays, look up that error of AWS.');
  }
  return networkFailure(error);
}

function networkFailure(error: Error): CommandFailure | undefined {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (
    error.name !== 'TimeoutError' &&
    !/^E(NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|AI_AGAIN)$/.test(code)
  ) {
    return undefined;
  }
  const fault = {
    code: 'no_connection',
    message: `AWS could not be reached (${code || error.name})`,
    fix: 'Look at the network and its proxy, and whether the region exists.',
  };
  return new CommandFailure(fault, { cause: error });
}
