import type * as z from 'zod/mini';
import type { ApiFunction, KnownRouteKey, RouteKeyOf } from '../../../shared/api/routes.ts';
import type { typedOperations } from '../operations.ts';

type Typed = typeof typedOperations;
type BodyOf<O> = O extends { body: infer B extends z.ZodMiniType } ? { body: z.input<B> } : unknown;
/** Several if an answer has several forms, named by what each of them is. */
type AnswerExample<S> = S extends z.ZodMiniType
  ? z.output<S> | { oneOf: Readonly<Record<string, z.output<S>>> }
  : undefined;

/** One valid request and its answers, for people who read the reference. */
export type ExampleOf<O extends { answers: object }> = BodyOf<O> & {
  answers: { readonly [S in keyof O['answers']]: AnswerExample<O['answers'][S]> };
};

export type ExamplesOf<F extends ApiFunction> = { readonly [K in RouteKeyOf<F>]: ExampleOf<Typed[K]> };
export type AllExamples = { readonly [K in KnownRouteKey]: ExampleOf<Typed[K]> };

export const ids = {
  message: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  broadcast: '5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10',
  call: '0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10',
  device: '3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21',
  apns: 'a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21',
  externalToken: 'fcm-token:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx',
  app: 'com.example.ringpost',
} as const;

export const noContent = { answers: { 204: undefined } } as const;
