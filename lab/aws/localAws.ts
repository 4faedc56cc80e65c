/** The AWS account that the lab pretends to be. */

export const region = 'us-east-1';
export const accountId = '000000000000';

/**
 * What the functions and the lab itself sign with. The local services do not look at it, except that Amazon's DynamoDB
 * Local, if it is used, keeps a database per access key (letters and digits only) and region.
 */
export const serviceCredentials = { accessKeyId: 'ringpostlab', secretAccessKey: 'ringpostlab' } as const;

/** Options of an SDK client for a local endpoint. */
export function clientOptions(endpoint: string) {
  // A copy: the SDK writes into the credentials that it is given.
  return { endpoint, region, credentials: { ...serviceCredentials } };
}
