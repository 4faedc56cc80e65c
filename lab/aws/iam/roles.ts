/**
 * The roles of the functions: each signs with its own access key, by which the local services recognize it, and may do
 * only what `cdk/permissions.ts` says, as on AWS. Callers with another key are the developer, and may do everything.
 * Signatures are not checked: code in the lab would not lie about its identity.
 */
import { permissions } from '../../../cdk/permissions.ts';
import { type GrantedResources, statementsFor } from '../../../cdk/statements.ts';
import { type FunctionName, functionSettings } from '../../../shared/api/functionSettings.ts';
import type { AccessKey } from '../gateway/iamAuthorizer.ts';
import { accountId, serviceCredentials } from '../localAws.ts';
import { type AwsFailure, failure } from '../protocol/jsonProtocol.ts';
import { type Authorization, isAllowed } from './policy.ts';

/** A request of a function to AWS. */
export interface FunctionCall {
  function: FunctionName;
  authorizations: readonly Authorization[];
  /** The first action that the function's role does not allow. */
  denied?: Authorization | undefined;
}

export interface Roles {
  accessKeyOf(name: FunctionName): AccessKey;
  /**
   * @param authorization the header.
   * @param needed permissions that the request needs; not called if the caller may do everything.
   * @returns AWS's refusal, or undefined if the caller may.
   */
  check(authorization: string | undefined, needed: () => readonly Authorization[]): AwsFailure | undefined;
}

/** @param onCall called for every request of a function, allowed or not. */
export function createRoles(resources: GrantedResources, onCall?: (call: FunctionCall) => void): Roles {
  const names = Object.keys(functionSettings) as FunctionName[];
  const roles = new Map(
    names.map((name) => [
      accessKeyOf(name).accessKeyId,
      { name, statements: statementsFor(permissions[name], resources) },
    ]),
  );
  return {
    accessKeyOf,
    check(authorization = '', needed) {
      const role = roles.get(accessKeyIdOf(authorization));
      if (!role) return undefined;
      const authorizations = needed();
      const denied = authorizations.find((each) => !isAllowed(role.statements, each));
      onCall?.({ function: role.name, authorizations, denied });
      return denied && failure('AccessDeniedException', accessDenied(role.name, denied));
    },
  };
}

function accessKeyOf(name: FunctionName): AccessKey {
  return { ...serviceCredentials, accessKeyId: `LABROLE${name}` };
}

/** `AWS4-HMAC-SHA256 Credential=<access key ID>/…` */
export function accessKeyIdOf(authorization: string): string {
  return /Credential=([^/]+)\//.exec(authorization)?.[1] ?? '';
}

/** In AWS's words. */
export function accessDenied(name: FunctionName, { action, resource }: Authorization): string {
  return (
    `User: arn:aws:sts::${accountId}:assumed-role/ringpost-lab-${name}/${name} is not authorized to perform: ${action} ` +
    `on resource: ${resource} because no identity-based policy allows the ${action} action`
  );
}
