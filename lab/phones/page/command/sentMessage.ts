import { useEffect, useState } from 'preact/hooks';
import { type MessageState, ringpostApi } from '../ringpostApi.ts';

const pollMs = 1_000;
/** Phones report at once, and again when they are opened. */
const pollForMs = 5 * 60_000;

/** Current state of a sent message. */
export function useSentMessage(sent: { messageId: string; from: string } | undefined): MessageState | undefined {
  const [state, setState] = useState<MessageState>();
  const { messageId, from } = sent ?? {};

  useEffect(() => {
    if (messageId === undefined || from === undefined) return;
    const look = async () => {
      const answer = await ringpostApi.readMessage(from, messageId);
      if (answer.ok) setState(answer.value);
      if (Date.now() > untilMs) clearInterval(timer);
    };
    const untilMs = Date.now() + pollForMs;
    const timer = setInterval(look, pollMs);
    return () => clearInterval(timer);
  }, [messageId, from]);

  return state;
}
