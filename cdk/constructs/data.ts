import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { tableDefinition } from '../../shared/platform/table/definition.ts';
import type { StageConfig } from '../stageConfig.ts';
import { dataRemovalPolicy } from './removal.ts';

/** The one table. */
export class Data extends Construct {
  readonly table: Table & { tableStreamArn: string };

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: tableDefinition.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableDefinition.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: tableDefinition.timeToLiveAttribute,
      stream: StreamViewType[tableDefinition.streamView],
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Encrypted with a key that AWS owns: one in the account encrypts as well, and each of its uses is billed.
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: stage.recoveryDays,
      },
      deletionProtection: stage.keepsData,
      removalPolicy: dataRemovalPolicy(stage),
    });
    if (!hasStream(table)) throw new Error('the table has no stream');
    this.table = table;
  }
}

function hasStream(table: Table): table is Data['table'] {
  return table.tableStreamArn !== undefined;
}
