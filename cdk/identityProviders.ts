/**
 * The issuers whose JWTs a stage accepts. Any OIDC issuer works that signs with RSA or ECDSA and has its discovery document
 * on the internet; the helpers cover those whose `iss` and `aud` are easily confused. Guide: docs/identity.md.
 */
import { type SigningAlgorithm, signingAlgorithms, type TrustedIssuer } from '../shared/people/rules/issuers.ts';

export interface OidcIdentity {
  /** Exactly as in the `iss` claim, including a trailing slash. */
  issuerUrl: string;
  /** Accepted `aud` claims, or `client_id` claims of tokens that have no `aud`. 1 to 50. */
  audiences: readonly string[];
  /** Scope that a token must have in `scope` or `scp`: this keeps ID tokens, which have none, from passing as access tokens. */
  requiredScope?: string;
  /** What it signs with, such as `['ES256']`. Default: RS256, RS384 and RS512, which API Gateway checks by itself. */
  algorithms?: readonly SigningAlgorithm[];
  /**
   * What the IDs of its users begin with, such as `staff:`. Of several issuers one may do without: its users have the plain
   * `sub`.
   */
  userIdPrefix?: string;
  /** Another issuer has the same prefix, and a `sub` names the same user whichever of them has issued it. */
  sharesUserIds?: true;
}

const rsa: readonly SigningAlgorithm[] = ['RS256', 'RS384', 'RS512'];

/** As `userAuthorizer` reads them. */
export function trustedIssuers(identity: OidcIdentity | readonly OidcIdentity[]): TrustedIssuer[] {
  return [identity].flat().map(({ issuerUrl, audiences, requiredScope, algorithms = rsa, userIdPrefix = '' }) => ({
    issuerUrl,
    audiences: [...audiences],
    ...(requiredScope !== undefined && { requiredScope }),
    algorithms: [...algorithms],
    userIdPrefix,
  }));
}

/** @returns the issuer that API Gateway can check by itself; undefined if only a function can. */
export function soleRsaIssuer(identity: OidcIdentity | readonly OidcIdentity[]): OidcIdentity | undefined {
  const [first, ...others] = [identity].flat();
  const { algorithms = rsa, userIdPrefix = '' } = first ?? {};
  const isPlain =
    others.length === 0 && userIdPrefix === '' && rsa.every((algorithm) => algorithms.includes(algorithm));
  return isPlain && algorithms.length === rsa.length ? first : undefined;
}

export interface Auth0Settings {
  /** The tenant's domain or your own, such as `example.eu.auth0.com`, without `https://`. */
  domain: string;
  /** Identifier of the API in Auth0, with which the app requests its tokens. Several apps may have several. */
  audience: string | readonly string[];
  requiredScope?: string;
}

/** Access tokens of Auth0. */
export function auth0({ domain, audience, ...scope }: Auth0Settings): OidcIdentity {
  return { issuerUrl: `https://${domain}/`, audiences: [audience].flat(), ...scope };
}

/** @param projectId of Firebase, such as `example-chat`: neither the project number nor an app ID. */
export function firebase({ projectId }: { projectId: string }): OidcIdentity {
  return { issuerUrl: `${firebaseIssuers}${projectId}`, audiences: [projectId] };
}

export interface CognitoSettings {
  /** Such as `eu-central-1_AbCdEf123`: an existing pool, also in another account. */
  userPoolId: string;
  /** Client IDs of the pool's app clients. */
  clientIds: readonly string[];
  /** `aws.cognito.signin.user.admin` is in every access token of a sign-in with SRP, and in no ID token. */
  requiredScope?: string;
}

/** An existing Cognito user pool of the team; `identity: 'cognito'` creates one. */
export function cognitoUserPool({ userPoolId, clientIds, ...scope }: CognitoSettings): OidcIdentity {
  const [region = ''] = userPoolId.split('_');
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { issuerUrl: `https://cognito-idp.${region}.${suffix}/${userPoolId}`, audiences: clientIds, ...scope };
}

const firebaseIssuers = 'https://securetoken.google.com/';

/** RFC 6749, section 3.3. */
const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** @returns one sentence for each problem. */
export function identityProblems(identity: OidcIdentity | readonly OidcIdentity[]): string[] {
  const issuers = [identity].flat();
  return [
    ...(issuers.length === 0 ? ["identity is an empty list: name an issuer, or write 'cognito'"] : []),
    ...issuers.flatMap(issuerProblems),
    ...issuers.flatMap((issuer, index) => issuers.slice(0, index).flatMap((earlier) => pairProblems(earlier, issuer))),
    ...(JSON.stringify(trustedIssuers(issuers)).length > longestList
      ? [`identity is longer than ${longestList} characters: Lambda's environment variables cannot hold more`]
      : []),
  ];
}

/** Lambda allows 4 KB of environment variables in all; a stage's apps may have 2,500 of them. */
const longestList = 1000;

/** What would let users of one issuer act as users of another. */
function pairProblems(one: OidcIdentity, other: OidcIdentity): string[] {
  const [first = '', second = ''] = [one.userIdPrefix ?? '', other.userIdPrefix ?? ''];
  const names = `\`${one.issuerUrl}\` and \`${other.issuerUrl}\``;
  if (one.issuerUrl === other.issuerUrl)
    return [`identity: \`${one.issuerUrl}\` is listed twice: put its audiences together`];
  if (first === second) {
    const isMeant = one.sharesUserIds === true && other.sharesUserIds === true;
    return isMeant
      ? []
      : [
          `identity: a user of ${names} with the same \`sub\` would be the same user: give one a userIdPrefix, or both ` +
            'sharesUserIds if that is meant',
        ];
  }
  const isNested = first !== '' && second !== '' && (first.startsWith(second) || second.startsWith(first));
  return isNested
    ? [`identity: the userIdPrefix of ${names} begin alike: users of one could be users of the other`]
    : [];
}

function issuerProblems(identity: OidcIdentity): string[] {
  const { audiences, requiredScope, algorithms, userIdPrefix } = identity;
  const wrong: [boolean, string][] = [
    ...issuerChecks(identity),
    [
      audiences.length < 1 || audiences.length > 50,
      'identity.audiences must hold 1 to 50 values: the aud claims (or client IDs) of your app',
    ],
    [
      audiences.some((audience) => audience.trim() !== audience || audience === ''),
      'identity.audiences: one of them is empty or has spaces around it',
    ],
    [
      requiredScope !== undefined && !scopeForm.test(requiredScope),
      `identity.requiredScope \`${requiredScope}\` must be one scope, without spaces`,
    ],
    [
      algorithms?.length === 0 || algorithms?.some((algorithm) => !signingAlgorithms.includes(algorithm)) === true,
      `identity.algorithms must be some of ${signingAlgorithms.join(', ')}: those with a public key`,
    ],
    [
      userIdPrefix !== undefined && !/^[A-Za-z0-9._:|@-]{1,50}$/.test(userIdPrefix),
      `identity.userIdPrefix \`${userIdPrefix}\` must have 1 to 50 letters, digits or . _ : | @ -`,
    ],
  ];
  return wrong.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []));
}

function issuerChecks({ issuerUrl, audiences, requiredScope }: OidcIdentity): [boolean, string][] {
  const url = URL.parse(issuerUrl);
  const host = url?.hostname ?? '';
  const isFirebase = issuerUrl.startsWith(firebaseIssuers);
  const projectId = issuerUrl.slice(firebaseIssuers.length);
  return [
    [
      url?.protocol !== 'https:',
      `identity.issuerUrl \`${issuerUrl}\` must be an https URL, exactly as in the iss claim of the tokens`,
    ],
    [
      url?.protocol === 'https:' && (!host.includes('.') || url.search !== '' || url.hash !== ''),
      `identity.issuerUrl \`${issuerUrl}\` must be https://, a host on the internet, and at most a path`,
    ],
    [
      url?.pathname.includes('/.well-known/') ?? false,
      'identity.issuerUrl is the address of the discovery document: leave out /.well-known/openid-configuration',
    ],
    [
      host.endsWith('.auth0.com') && !issuerUrl.endsWith('/'),
      `identity.issuerUrl: Auth0 ends its iss claims with a slash: write \`${issuerUrl}/\`, or use auth0()`,
    ],
    [
      (isFirebase || host.startsWith('cognito-idp.')) && issuerUrl.endsWith('/'),
      'identity.issuerUrl: this issuer has no slash at the end of its iss claims: leave it out',
    ],
    [
      isFirebase && !audiences.includes(projectId),
      `identity.audiences: Firebase's tokens have in their aud claim the project ID \`${projectId}\`: use firebase()`,
    ],
    [
      isFirebase && requiredScope !== undefined,
      "identity.requiredScope: Firebase's tokens do not have scopes: leave it out",
    ],
  ];
}
