import type { accessLogFields } from '../../cdk/constructs/api.ts';

/** As API Gateway fills them in for a request that a function has answered. */
const values: Readonly<Record<keyof typeof accessLogFields, string>> = {
  requestId: 'JKJaXmPLvHcESHA=',
  route: 'POST /v1/messages',
  status: '200',
  functionMs: '58',
  errors: '- - -',
};

/** How much API Gateway writes to its access log for a request. */
export const accessLogBytes = JSON.stringify({ stage: 'prod', ...values }).length;
