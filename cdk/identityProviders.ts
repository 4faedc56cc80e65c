/**
 * The issuer whose JWTs a stage accepts. Any OIDC issuer works that signs with RSA and has its discovery document on the
 * internet; the helpers cover those whose `iss` and `aud` are easily confused. Guide: docs/identity.md.
 */

export interface OidcIdentity {
  /** Exactly as in the `iss` claim, including a trailing slash. */
  issuerUrl: string;
  /** Accepted `aud` claims, or `client_id` claims of tokens that have no `aud`. 1 to 50. */
  audiences: readonly string[];
  /** Scope that a token must have in `scope` or `scp`: this keeps ID tokens, which have none, from passing as access tokens. */
  requiredScope?: string;
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
export function identityProblems(identity: OidcIdentity): string[] {
  const { audiences, requiredScope } = identity;
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
