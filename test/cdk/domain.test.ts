import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { dev } from '../../cdk/stages.ts';
import { onlyResource } from './support/resources.ts';
import { stageTemplate } from './support/synthesise.ts';

const domain = {
  name: 'push.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0f744707-bebc-f74f-9b7c-25d48e335894',
};

let inRoute53: Template;
let elsewhere: Template;

beforeAll(async () => {
  const hostedZone = { id: 'Z0123456789ABC', name: 'example.com' };
  inRoute53 = await stageTemplate({ ...dev, domain: { ...domain, hostedZone } });
  elsewhere = await stageTemplate({ ...dev, domain });
});

describe('a stage with its own domain', () => {
  it("serves the API there with the team's certificate", () => {
    // Prepare
    const [domainId] = Object.keys(inRoute53.findResources('AWS::ApiGatewayV2::DomainName'));

    // Act
    const { Properties } = onlyResource(inRoute53, 'AWS::ApiGatewayV2::DomainName');

    // Assess
    expect(Properties).toMatchObject({
      DomainName: domain.name,
      DomainNameConfigurations: [{ CertificateArn: domain.certificateArn, EndpointType: 'REGIONAL' }],
    });
    inRoute53.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      DomainName: { Ref: domainId },
      Stage: '$default',
    });
    inRoute53.hasOutput('ApiUrl', { Value: 'https://push.example.com' });
  });

  it('has a Route 53 record when Route 53 holds the zone', () => {
    // Act
    const { Properties } = onlyResource(inRoute53, 'AWS::Route53::RecordSet');

    // Assess
    expect(Properties).toMatchObject({ Name: 'push.example.com.', Type: 'A', HostedZoneId: 'Z0123456789ABC' });
    expect(inRoute53.findOutputs('DomainTarget')).toEqual({});
  });

  it('outputs the record to set at another DNS provider', () => {
    // Act
    const output = elsewhere.findOutputs('DomainTarget')['DomainTarget'];

    // Assess
    expect(output?.['Value']).toEqual({ 'Fn::GetAtt': [expect.any(String), 'RegionalDomainName'] });
    elsewhere.resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});
