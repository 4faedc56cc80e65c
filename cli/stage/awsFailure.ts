/** Explains answers of AWS and its SDK that stop a command, with how to fix them. */
import { CommandFailure } from '../frame/failure.ts';

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired']);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized']);
const unknownKey = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);
/** @param errorName as AWS gives it: the credentials lack a permission. */
export function isDenied(errorName: string): boolean {
  return denied.has(errorName);
}

/** @returns undefined if `error` is not from AWS, its SDK or the network. */
export function awsFailure(error: unknown): CommandFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const profile = process.env['AWS_PROFILE'] ?? '';
  const signIn = waysToSignIn(profile);
  const say = (code: string, text: string, fix: string) =>
    new CommandFailure({ code, message: text, fix }, { cause: error });
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    // The SDK's own words: an SSO session ends after some hours, and only the AWS command line can start another.
    if (/\bexpired\b|aws sso login/i.test(message)) {
      return say('expired_aws_credentials', `the sign-in${ofProfile(profile)} has expired`, signIn);
    }
    return say('no_aws_credentials', `no AWS credentials were found${ofProfile(profile)}`, signIn);
  }
  if (message === 'Region is missing') {
    const fix = 'Set AWS_REGION to the region of the stage, such as eu-central-1, or `region` of your profile.';
    return say('no_region', `no AWS region is set${ofProfile(profile)}`, fix);
  }
  if (expired.has(name)) return say('expired_aws_credentials', 'the AWS credentials have expired', signIn);
  if (unknownKey.has(name)) return say('invalid_aws_credentials', 'AWS rejects the credentials', signIn);
  if (isDenied(name)) {
    return say(
      'access_denied',
      `AWS denies this: ${message}`,
      'Use credentials whose policies allow that action; docs/cli.md has a policy for each command.',
    );
  }
  if ('$fault' in error) {
    return say(
      'aws_error',
      `AWS answered ${name}: ${message}`,
      'Try again; if it persists, look up this error in the AWS documentation.',
    );
  }
  return networkFailure(error);
}

function ofProfile(profile: string): string {
  return profile === '' ? '' : ` for the profile ${profile}`;
}

function waysToSignIn(profile: string): string {
  const option = profile === '' ? '' : ` --profile ${profile}`;
  const orProfile = profile === '' ? ', or set AWS_PROFILE' : ', or name another AWS_PROFILE';
  return (
    `Sign in with \`aws sso login${option}\` or \`aws configure${option}\`${orProfile}; ` +
    `\`aws sts get-caller-identity${option}\` shows whether that worked. For the lab on this machine use --lab.`
  );
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
    fix: 'Check the network, its proxy, and whether the region exists.',
  };
  return new CommandFailure(fault, { cause: error });
}
