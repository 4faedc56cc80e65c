/**
 * Emulators of AWS give an API a host name that does not resolve. LocalStack and MiniStack also answer for it at this
 * path of their one address. `AWS_ENDPOINT_URL` names that address: an endpoint for all services is never AWS itself.
 *
 * @param apiUrl the stack's output. @param endpointUrl of all services. @returns without a trailing slash.
 */
export function reachableApiUrl(apiUrl: string, endpointUrl: string | undefined): string {
  const [, apiId] = /^https?:\/\/([a-z0-9]+)\.execute-api\./.exec(apiUrl) ?? [];
  const origin = URL.parse(endpointUrl ?? '')?.origin;
  if (apiId === undefined || origin === undefined) return apiUrl.replace(/\/$/, '');
  return `${origin}/_aws/execute-api/${apiId}/$default`;
}

/** The same for the URL of a function. */
export function reachableFunctionUrl(url: string, endpointUrl: string | undefined): string {
  const [, urlId] = /^https?:\/\/([a-z0-9]+)\.lambda-url\./.exec(url) ?? [];
  const origin = URL.parse(endpointUrl ?? '')?.origin;
  if (urlId === undefined || origin === undefined) return url.replace(/\/$/, '');
  return `${origin}/_aws/lambda-url/${urlId}`;
}
