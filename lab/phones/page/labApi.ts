import type { Build, PhoneAction, PhoneChange } from '../view.ts';
import { type Answer, ask } from './http.ts';

const phonePath = (phoneId: string) => `/lab/phones/${encodeURIComponent(phoneId)}`;

/** The lab's own routes: docs/lab.md, "Routes". */
export const labApi = {
  change: (phoneId: string, change: PhoneChange): Promise<Answer<unknown>> => ask('PATCH', phonePath(phoneId), change),
  /** @param messageId of the tapped notification. */
  act: (phoneId: string, action: PhoneAction, messageId?: string): Promise<Answer<unknown>> =>
    ask('POST', `${phonePath(phoneId)}/actions`, { action, ...(messageId !== undefined && { messageId }) }),
  addPhone: (phone: { userId: string; build: Build; locale: string }): Promise<Answer<{ phoneId: string }>> =>
    ask('POST', '/lab/phones', phone),
  removePhone: (phoneId: string): Promise<Answer<void>> => ask('DELETE', phonePath(phoneId)),
};
