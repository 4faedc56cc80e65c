import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { FunctionName } from '../../../shared/api/functionSettings.ts';

/** The resources that alarms and dashboard look at. */
export interface Watched {
  functions: Readonly<Record<FunctionName, LambdaFunction>>;
  httpApi: HttpApi;
  /** One line for each request, with `stage` and `status`. */
  accessLog: ILogGroup;
  table: ITable;
  delivery: WatchedQueue;
  callTimers: WatchedQueue;
  broadcasts: WatchedQueue;
  changeFailureQueue: IQueue;
  /** Absent on a stage that publishes no events. */
  webhooks: WatchedQueue | undefined;
}

export interface WatchedQueue {
  queue: IQueue;
  deadLetterQueue: IQueue;
}
