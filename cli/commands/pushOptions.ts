import type { OptionValues } from '../frame/command.ts';

export const pushOptions = {
  app: { type: 'string' },
  to: { type: 'string' },
  device: { type: 'string' },
  token: { type: 'string' },
  environment: { type: 'string' },
  type: { type: 'string' },
  text: { type: 'string' },
  title: { type: 'string' },
  payload: { type: 'string' },
  priority: { type: 'string' },
  expiration: { type: 'string' },
  'collapse-id': { type: 'string' },
  key: { type: 'string' },
  'key-id': { type: 'string' },
  'team-id': { type: 'string' },
  password: { type: 'string' },
  'password-file': { type: 'string' },
} as const;

export type PushOptions = OptionValues<typeof pushOptions>;
