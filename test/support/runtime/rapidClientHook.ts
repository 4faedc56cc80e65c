/** Gives aws-lambda-ric our client of the Runtime API for its own, which would have to be compiled: decision 0032. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== './rapid-client.node') return nextResolve(specifier, context);
    return { url: new URL('rapidClient.ts', import.meta.url).href, format: 'module-typescript', shortCircuit: true };
  },
});
