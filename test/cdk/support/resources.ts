import type { Template } from 'aws-cdk-lib/assertions';

/** A resource as CloudFormation reads it. */
export interface Resource {
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.values(template.findResources(type)) as unknown as Resource[];
}

/** @throws Error when there are more or none. */
export function onlyResource(template: Template, type: string): Resource {
  const [resource, ...others] = resourcesOf(template, type);
  if (resource === undefined || others.length > 0) throw new Error(`expected one ${type}, found ${others.length + 1}`);
  return resource;
}
