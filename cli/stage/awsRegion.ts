/**
 * The AWS and CDK command lines also read AWS_DEFAULT_REGION, before the profile's region; the SDK for JavaScript does
 * not.
 */
export function sameRegionAsAwsCli(): { region?: string } {
  const { AWS_REGION: first, AWS_DEFAULT_REGION: second } = process.env;
  return !first && second ? { region: second } : {};
}
