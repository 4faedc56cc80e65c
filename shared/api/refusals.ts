/** How each refusal of the flows is told to the caller. */
import type { Refusal, RefusalCode } from '../flows/refusal.ts';
import { type Problem, problem } from './problem.ts';

const refusals: Readonly<Record<RefusalCode, { status: number; title: string; fix: string }>> = {
  unknown_device: {
    status: 404,
    title: 'Unknown device',
    fix: 'Register the device with PUT /v1/devices/{deviceId} first, as the same user.',
  },
  device_app: {
    status: 409,
    title: 'Device belongs to another app',
    fix: 'Use a deviceId of its own for each installation of each app, for example one that the app makes at its first start.',
  },
  unknown_message: {
    status: 404,
    title: 'Unknown message',
    fix: 'Use the messageId that POST /v1/messages answered, as the user who sent it. Messages are kept for 30 days.',
  },
  unknown_call: {
    status: 404,
    title: 'Unknown call',
    fix: 'Use the callId of a call that you made or that rang your phone. Calls are kept for 30 days.',
  },
  call_exists: { status: 409, title: 'Call exists', fix: 'Send a new UUID as callId, or none.' },
  call_state: {
    status: 409,
    title: 'Too late for this call',
    fix: 'Read the call with GET /v1/calls/{callId} and show the state that it is in.',
  },
  call_side: {
    status: 409,
    title: 'Not for your side of the call',
    fix: 'The caller may cancel; the callee may answer, decline or be busy; both may end.',
  },
  push_too_large: {
    status: 400,
    title: 'Push too large',
    fix: 'Make ext smaller and let the app fetch the rest: an alert push has 4,096 bytes in all, a VoIP push 5,120.',
  },
};

export function problemOf({ refusal, detail, extensions }: Refusal): Problem {
  const { status, title, fix } = refusals[refusal];
  return { ...problem(status, refusal, title, detail, fix), ...extensions };
}
