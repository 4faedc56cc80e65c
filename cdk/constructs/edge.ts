import { CfnOutput, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { routes } from '../../shared/api/routes.ts';
import type { EdgeConfig } from '../stageConfig.ts';

export interface EdgeProps {
  stageName: string;
  /** The API's own name: `domain` of the stage. */
  originHost: string;
}

/**
 * The address of apps: CloudFront, which passes on each request and keeps no answer, with a limit for each IP address.
 * Servers call the API itself, because their signatures cover its name.
 */
export class Edge extends Construct {
  constructor(scope: Construct, id: string, edge: EdgeConfig, { stageName, originHost }: EdgeProps) {
    super(scope, id);
    const { attrArn: webAclId } = new CfnWebACL(this, 'RateRules', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(`ringpost-${stageName}-edge`),
      rules: rateRules(edge),
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Ringpost ${stageName}`,
      domainNames: [edge.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', edge.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId,
      defaultBehavior: {
        origin: new HttpOrigin(originHost, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // API Gateway finds the API by the host, so it must be the origin's.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        compress: false,
      },
    });
    acknowledgeFindings(distribution);
    this.addRecords(edge, distribution);
    new CfnOutput(this, 'Url', { value: `https://${edge.name}` }).overrideLogicalId('EdgeUrl');
  }

  private addRecords({ name, hostedZone }: EdgeConfig, distribution: Distribution): void {
    if (hostedZone === undefined) {
      new CfnOutput(this, 'Target', {
        value: distribution.distributionDomainName,
        description: `Make ${name} a CNAME of this at your DNS provider`,
      }).overrideLogicalId('EdgeTarget');
      return;
    }
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: hostedZone.id,
      zoneName: hostedZone.name,
    });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    new ARecord(this, 'Record', { zone, recordName: name, target });
    new AaaaRecord(this, 'RecordOfIpv6', { zone, recordName: name, target });
  }
}

/** What the paths begin with that anybody may call, with a ticket at their end. */
const openPaths = Object.keys(routes).flatMap((routeKey) => /(\/v1\/.*)\{ticket\}$/.exec(routeKey)?.[1] ?? []);

/** AWS counts over the last five minutes, and acts within about half a minute. */
const windowSeconds = 300;

function rateRules({ requestsPerFiveMinutes, openRequestsPerFiveMinutes }: EdgeConfig): CfnWebACL.RuleProperty[] {
  const toOpenRoutes = { orStatement: { statements: openPaths.map(startsWith) } };
  return [
    rateRule('open-routes', 0, openRequestsPerFiveMinutes, toOpenRoutes),
    rateRule('all-routes', 1, requestsPerFiveMinutes),
  ];
}

function rateRule(
  name: string,
  priority: number,
  limit: number,
  scopeDownStatement?: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    // As the API's own throttle answers, so that apps try again later.
    action: {
      block: { customResponse: { responseCode: 429, responseHeaders: [{ name: 'retry-after', value: '60' }] } },
    },
    statement: {
      rateBasedStatement: {
        limit,
        aggregateKeyType: 'IP',
        evaluationWindowSec: windowSeconds,
        ...(scopeDownStatement && { scopeDownStatement }),
      },
    },
    visibilityConfig: visibility(name),
  };
}

function startsWith(path: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'STARTS_WITH',
      searchString: path,
      textTransformations: [{ priority: 0, type: 'URL_DECODE' }],
    },
  };
}

/** No samples: a path may hold a ticket or a user ID. */
function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

function acknowledgeFindings(distribution: Distribution): void {
  Validations.of(distribution).acknowledge(
    {
      id: 'AwsSolutions-CFR1',
      reason: 'Users of a messaging app travel: a country says nothing about who may call.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason:
        "CloudFront's log has the path and the IP address of each request, which name users. The API's own access log has " +
        'each request that passes, without both; the web ACL counts those that it blocks.',
    },
  );
}
