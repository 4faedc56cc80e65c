/** Ringpost in an Expo or React Native app for iOS. */
import { requireNativeModule } from 'expo';
import type { NativeRingpost } from './native.ts';
import { connectRingpost, type Ringpost, type RingpostOptions } from './ringpost.ts';

/**
 * Starts to listen. Call it when JavaScript starts, outside of components: a push may have launched the app.
 * @throws Error that says how to fix it, when the config plugin has not run.
 */
export function openRingpost(options: RingpostOptions): Promise<Ringpost> {
  return connectRingpost(requireNativeModule<NativeRingpost>('Ringpost'), options);
}

export type {
  EndedReason,
  NativeProblem,
  OpenedNotification,
  RegistrationStatus,
  RingingCall,
  Status,
} from './native.ts';
export type { EventHandlers, NewCall, Ringpost, RingpostEvent, RingpostOptions } from './ringpost.ts';
