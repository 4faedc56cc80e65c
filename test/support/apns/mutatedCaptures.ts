/** What must hold of a session whatever a server sends: the property of the fuzzer, in the tests and over night. */
import fc from 'fast-check';
import type { StreamResult } from '../../../shared/apns/connection/streamResult.ts';
import { errorCodes } from '../../../shared/apns/wire/protocol.ts';
import { type Capture, commonLength, mutate, mutation } from './captures.ts';
import { startWirePeer } from './wirePeer.ts';

/** All results of a session that receives these bytes in these parts and then loses its connection. */
export function play(bytes: Buffer, pushes: number, cuts: readonly number[] = []) {
  const peer = startWirePeer();
  let sent = false;
  let from = 0;
  const ends = [...cuts.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b), bytes.length];
  for (const end of ends) {
    peer.send(bytes.subarray(from, end));
    from = end;
    if (sent || !peer.session.hasRoom) continue;
    sent = true;
    for (let count = 0; count < pushes && peer.session.hasRoom; count += 1) peer.push();
  }
  peer.session.lose();
  return { results: peer.results, repeated: peer.repeatedResults(), failure: peer.failure(), written: peer.written() };
}

/** Long enough for the SETTINGS that a capture begins with. */
const shareOfSettings = (capture: Capture) => {
  const settingsBytes = 9 + capture.bytes.readUIntBE(0, 3);
  return (settingsBytes + 0.5) / capture.bytes.length;
};

const same = (one: StreamResult | undefined, other: StreamResult | undefined) =>
  JSON.stringify(one) === JSON.stringify(other);

/** Each push has one result, nothing fails inside, and what came before the first changed byte is as it was. */
export function mutatedCaptureProperty(captures: readonly Capture[]) {
  return fc.property(
    fc.nat(captures.length - 1),
    fc.array(mutation, { minLength: 1, maxLength: 4 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
    (which, mutations, cuts) => {
      const capture = captures[which];
      if (capture === undefined) return;
      const bytes = mutate(capture.bytes, mutations);
      const untouched = capture.bytes.subarray(0, commonLength(capture.bytes, bytes));
      const first = shareOfSettings(capture);
      const played = play(bytes, capture.pushes, [(first * capture.bytes.length) / Math.max(bytes.length, 1), ...cuts]);
      if (played.failure?.code === errorCodes.internalError) throw new Error(`it broke: ${played.failure.message}`);
      if (played.repeated > 0) throw new Error('a push had two results');
      if (played.results.includes(undefined)) throw new Error('a push had no result');
      const before = play(untouched, capture.pushes, [(first * capture.bytes.length) / Math.max(untouched.length, 1)]);
      for (const [number, result] of before.results.entries()) {
        if (result?.kind === 'answer' && !same(result, played.results[number])) {
          throw new Error('what was answered before the first changed byte is answered otherwise');
        }
      }
    },
  );
}
