import { useEffect } from 'preact/hooks';

const burstSeconds = 0.4;
const pauseMs = 2_000;

/** Rings softly while `ringing` is true. The browser allows it only after a click on the page. */
export function useRingtone(ringing: boolean): void {
  useEffect(() => {
    if (!ringing) return;
    const audio = new AudioContext();
    const ring = () => {
      for (const [frequency, delaySeconds] of [
        [880, 0],
        [660, 0.45],
      ] as const) {
        playTone(audio, frequency, audio.currentTime + delaySeconds);
      }
    };
    ring();
    const timer = setInterval(ring, pauseMs);
    return () => {
      clearInterval(timer);
      void audio.close();
    };
  }, [ringing]);
}

function playTone(audio: AudioContext, frequency: number, atSeconds: number): void {
  const tone = new OscillatorNode(audio, { type: 'sine', frequency });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, atSeconds);
  volume.gain.linearRampToValueAtTime(0.12, atSeconds + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, atSeconds + burstSeconds);
  tone.connect(volume).connect(audio.destination);
  tone.start(atSeconds);
  tone.stop(atSeconds + burstSeconds);
}
