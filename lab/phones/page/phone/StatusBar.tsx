import type { Network } from '../../view.ts';
import { MoonIcon, PlaneIcon } from '../icons.tsx';
import { phoneTime } from './phoneLanguage.ts';

interface StatusBarProps {
  now: number;
  timeZone: string;
  network: Network;
  /** Name of the moon of a Focus; undefined without one. */
  focus: string | undefined;
  /** The lock screen has its own, large clock. */
  isLocked: boolean;
  /** Dark text, on a light screen. */
  isDark: boolean;
}

export function StatusBar({ now, timeZone, network, focus, isLocked, isDark }: StatusBarProps) {
  return (
    <div class={isDark ? 'status-bar dark' : 'status-bar'}>
      <span class="status-time">
        {isLocked ? '' : phoneTime(now, timeZone)}
        {focus !== undefined && (
          <span class="status-focus" role="img" aria-label={focus} data-testid="focus">
            <MoonIcon />
          </span>
        )}
      </span>
      <span class="status-icons" role="img" aria-label={network === 'on' ? 'Connected' : 'No network'}>
        {network === 'on' ? (
          <svg viewBox="0 0 18 12" aria-hidden="true">
            <rect x="0" y="8" width="3" height="4" rx="0.8" />
            <rect x="5" y="5.5" width="3" height="6.5" rx="0.8" />
            <rect x="10" y="3" width="3" height="9" rx="0.8" />
            <rect x="15" y="0" width="3" height="12" rx="0.8" />
          </svg>
        ) : (
          <PlaneIcon />
        )}
        <svg class="battery" viewBox="0 0 26 12" aria-hidden="true">
          <rect x="0.5" y="0.5" width="22" height="11" rx="3.5" fill="none" stroke="currentColor" opacity="0.45" />
          <rect x="2" y="2" width="16" height="8" rx="2.2" />
          <path d="M24 4v4c1-.3 1.6-1.1 1.6-2S25 4.3 24 4Z" opacity="0.5" />
        </svg>
      </span>
    </div>
  );
}
