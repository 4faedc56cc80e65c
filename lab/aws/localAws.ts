/** The AWS account that the lab pretends to be. */

export const region = 'us-east-1';
export const accountId = '000000000000';

/**
 * Credentials of the functions and the lab itself. The local services ignore them, except Amazon's DynamoDB Local, if
 * used, which keeps a database per access key (letters and digits only) and region.
 */
export const serviceCredentials = { accessKeyId: 'ringpostlab', secretAccessKey: 'ringpostlab' } as const;

/** Options of an SDK client for a local endpoint. */
export function clientOptions(endpoint: string) {
  // A copy: the SDK modifies the credentials that it is given.
  return { endpoint, region, credentials: { ...serviceCredentials } };
}
