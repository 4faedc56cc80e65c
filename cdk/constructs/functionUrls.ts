import { CfnOutput } from 'aws-cdk-lib';
import { FunctionUrlAuthType, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { functionUrlOutput, type ServerFunction } from '../../shared/api/serverFunctions.ts';

/**
 * A second door for servers: URLs of single functions, without API Gateway and its price. AWS IAM lets nobody in whom no
 * policy names, and the functions answer only their server routes there.
 */
export class FunctionUrls extends Construct {
  constructor(
    scope: Construct,
    id: string,
    names: readonly ServerFunction[],
    functions: Readonly<Record<ServerFunction, IFunction>>,
  ) {
    super(scope, id);
    for (const name of names) {
      const { url } = functions[name].addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
      new CfnOutput(this, name, {
        value: url,
        description: `Door for servers to the function ${name}, signed for the service lambda`,
      }).overrideLogicalId(functionUrlOutput(name));
    }
  }
}
