/** The phones of `npm run emulator`, on the stage that was deployed: docs/rehearse.md. */
import assert from 'node:assert/strict';
import { startEmulatorPhones } from '../../cli/emulator/emulatorPhones.ts';
import type { Emulator } from '../../lab/emulator/startEmulator.ts';
import type { PhoneView } from '../../lab/phones/view.ts';
import { ringpost } from './commands.ts';
import type { TestedStage } from './stage.ts';

/** A user of the user pool by e-mail address, a phone of theirs that registers, and a call that rings on it. */
export async function phonesOfThePage(emulator: Emulator, { name }: TestedStage, appId: string): Promise<void> {
  const { url, stop } = await startEmulatorPhones(emulator, name, 0);
  const ask = async <T>(path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}${path}`, body && { method: 'POST', body: JSON.stringify(body) });
    const text = await response.text();
    assert.ok(response.ok, `${path} is answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  try {
    const email = 'bob@example.com';
    const { userId } = await ask<{ userId: string }>('/users', { email });
    // As the page asks for it, which names no app.
    const phone = await ask<PhoneView>('/lab/phones', { userId: email, build: 'debug', locale: 'en_GB' });
    assert.deepEqual([phone.userId, phone.appId, phone.registration], [userId, appId, { registered: true }]);
    await ringpost('call', '--from', 'alice', '--to', userId, '--name', 'Alice', '--stage', name);
    const { call } = await ask<PhoneView>(`/lab/phones/${phone.phoneId}`);
    assert.equal(call?.state, 'ringing');
  } finally {
    await stop();
  }
}
