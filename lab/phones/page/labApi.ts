import type { Fault } from '../../apple/apple.ts';
import type { ActionDetails, Breakage, Build, PhoneAction, PhoneChange } from '../view.ts';
import { type Answer, ask } from './http.ts';

const phonePath = (phoneId: string) => `/lab/phones/${encodeURIComponent(phoneId)}`;

/** What is broken on purpose. */
export interface ActiveFaults {
  faults: Fault[];
  broken: Breakage[];
  /** What this lab can break besides Apple's answers. */
  breakable: Breakage[];
}

/** The lab's own routes: docs/lab.md, "Routes". */
export const labApi = {
  change: (phoneId: string, change: PhoneChange): Promise<Answer<unknown>> => ask('PATCH', phonePath(phoneId), change),
  /** @param details what the user acts on. */
  act: (phoneId: string, action: PhoneAction, details: ActionDetails = {}): Promise<Answer<unknown>> =>
    ask('POST', `${phonePath(phoneId)}/actions`, { action, ...details }),
  addPhone: (phone: { userId: string; build: Build; locale: string }): Promise<Answer<{ phoneId: string }>> =>
    ask('POST', '/lab/phones', phone),
  readFaults: (): Promise<Answer<ActiveFaults>> => ask('GET', '/lab/faults'),
  addFault: (fault: Fault): Promise<Answer<unknown>> => ask('POST', '/lab/faults', fault),
  startBreakage: (what: Breakage): Promise<Answer<unknown>> => ask('POST', '/lab/breakages', { what }),
  repair: (): Promise<Answer<void>> => ask('DELETE', '/lab/faults'),
  removePhone: (phoneId: string): Promise<Answer<void>> => ask('DELETE', phonePath(phoneId)),
};
