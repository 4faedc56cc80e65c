import type { ComponentChildren } from 'preact';

/** Line icons, 24 by 24, in the colour of the text around them. All are decoration: the text has their meaning. */
function Icon({ children, filled = false }: { children: ComponentChildren; filled?: boolean }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill={filled ? 'currentColor' : 'none'}
      stroke={filled ? 'none' : 'currentColor'}
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {children}
    </svg>
  );
}

const handset =
  'M6.6 3.2h2.7c.5 0 .9.3 1 .8l.9 3.8c.1.4 0 .8-.4 1.1L8.7 10.6a14.5 14.5 0 0 0 4.8 4.8l1.7-2.1c.3-.4.7-.5 1.1-.4l3.8.9c.5.1.8.5.8 1v2.7c0 1.3-1.1 2.4-2.4 2.3C10.8 19.3 4.8 13.3 4.2 5.6 4.1 4.3 5.2 3.2 6.6 3.2Z';

export const PhoneIcon = () => (
  <Icon filled>
    <path d={handset} />
  </Icon>
);
export const HangUpIcon = () => (
  <Icon filled>
    <path d={handset} transform="rotate(135 12 12)" />
  </Icon>
);
export const PulseIcon = () => (
  <Icon>
    <path d="M3 12h4l3-7 4 14 3-7h4" />
  </Icon>
);
export const VideoIcon = () => (
  <Icon filled>
    <path d="M4.5 6.5h8.5a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H4.5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Zm12 4 3.7-2.7a.8.8 0 0 1 1.3.6v7.2a.8.8 0 0 1-1.3.6l-3.7-2.7Z" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M12 19.5V5M6 10.5 12 4.5l6 6" />
  </Icon>
);
export const SwapIcon = () => (
  <Icon>
    <path d="M4 8.5h15m-4-4 4 4-4 4M20 15.5H5m4-4-4 4 4 4" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);
export const GroupIcon = () => (
  <Icon>
    <path d="M3.5 19a5.5 5.5 0 0 1 11 0M9 11a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4M18.5 6.5v6M21.5 9.5h-6" />
  </Icon>
);
export const OptionsIcon = () => (
  <Icon>
    <path d="M4 7h9M19 7h1M4 17h1M11 17h9M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />
  </Icon>
);
export const RecallIcon = () => (
  <Icon>
    <path d="M9 14 4.5 9.5 9 5M5 9.5h8.5a6 6 0 0 1 0 12H10" />
  </Icon>
);
export const BellOffIcon = () => (
  <Icon>
    <path d="M8.2 5.3A6 6 0 0 1 18 10c0 2.3.4 3.9.9 4.9M16.5 16.5H4s2-1.5 2-6.5M10 20a2.2 2.2 0 0 0 4 0M3.5 3.5l17 17" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m6 6 12 12M18 6 6 18" />
  </Icon>
);
export const BellIcon = () => (
  <Icon>
    <path d="M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10ZM10 20a2.2 2.2 0 0 0 4 0" />
  </Icon>
);
export const WifiIcon = () => (
  <Icon>
    <path d="M2.5 9a14 14 0 0 1 19 0M6 12.8a9 9 0 0 1 12 0M9.3 16.5a4.2 4.2 0 0 1 5.4 0M12 20h.01" />
  </Icon>
);
export const PlaneIcon = () => (
  <Icon filled>
    <path d="M21 15.5v-2l-7.5-4.7V4a1.5 1.5 0 0 0-3 0v4.8L3 13.5v2l7.5-2.3v4.6l-2 1.5v1.5l3.5-1 3.5 1v-1.5l-2-1.5v-4.6Z" />
  </Icon>
);
export const SoundOnIcon = () => (
  <Icon>
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM15.5 9a4.2 4.2 0 0 1 0 6M18.2 6.3a8 8 0 0 1 0 11.4" />
  </Icon>
);
export const SoundOffIcon = () => (
  <Icon>
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM16 9.5l5 5M21 9.5l-5 5" />
  </Icon>
);
export const MuteIcon = () => (
  <Icon filled>
    <path d="M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 10.5a1 1 0 0 1 2 0 4.5 4.5 0 0 0 9 0 1 1 0 0 1 2 0 6.5 6.5 0 0 1-5.5 6.4V19h2a1 1 0 0 1 0 2H9a1 1 0 0 1 0-2h2v-2.1a6.5 6.5 0 0 1-5.5-6.4Z" />
  </Icon>
);
export const PauseIcon = () => (
  <Icon filled>
    <path d="M7 4.5h2.5A1.5 1.5 0 0 1 11 6v12a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 18V6A1.5 1.5 0 0 1 7 4.5Zm7.5 0H17A1.5 1.5 0 0 1 18.5 6v12a1.5 1.5 0 0 1-1.5 1.5h-2.5A1.5 1.5 0 0 1 13 18V6a1.5 1.5 0 0 1 1.5-1.5Z" />
  </Icon>
);
export const SpeakerIcon = () => (
  <Icon filled>
    <path d="M4 9.5v5h3.2L12 18.8a.6.6 0 0 0 1-.5V5.7a.6.6 0 0 0-1-.5L7.2 9.5ZM15.4 8.3a1 1 0 0 1 1.4.1 5.6 5.6 0 0 1 0 7.2 1 1 0 1 1-1.5-1.3 3.6 3.6 0 0 0 0-4.6 1 1 0 0 1 .1-1.4ZM18.2 5.6a1 1 0 0 1 1.4.1 9.6 9.6 0 0 1 0 12.6 1 1 0 1 1-1.5-1.3 7.6 7.6 0 0 0 0-10 1 1 0 0 1 .1-1.4Z" />
  </Icon>
);
/** A call that went out. */
export const OutgoingIcon = () => (
  <Icon>
    <path d="M7 17 17 7M9 7h8v8" />
  </Icon>
);
export const TorchIcon = () => (
  <Icon filled>
    <path d="M8 2.5h8v3l-2 3.5v11a1.5 1.5 0 0 1-1.5 1.5h-1A1.5 1.5 0 0 1 10 20V9L8 5.5Z" />
  </Icon>
);
export const CameraIcon = () => (
  <Icon filled>
    <path d="M8.7 5h6.6l1.3 2H20a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 20 19H4a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 4 7h3.4ZM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z" />
  </Icon>
);
export const ChevronIcon = () => (
  <Icon>
    <path d="m9 6 6 6-6 6" />
  </Icon>
);
export const LockIcon = () => (
  <Icon filled>
    <path d="M7.5 10V7.5a4.5 4.5 0 0 1 9 0V10h.5a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Zm2 0h5V7.5a2.5 2.5 0 0 0-5 0Z" />
  </Icon>
);

export const MessageIcon = () => (
  <Icon>
    <path d="M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z" />
  </Icon>
);
export const MissedIcon = () => (
  <Icon>
    <path d="M4 8.5 11 15l8.5-8.5M14.5 6.5h5v5M4 13.5V8.5h5" />
  </Icon>
);
export const BadgeIcon = () => (
  <Icon>
    <path d="M14 4.5H8A3.5 3.5 0 0 0 4.5 8v8A3.5 3.5 0 0 0 8 19.5h8a3.5 3.5 0 0 0 3.5-3.5v-6M18.5 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5" />
  </Icon>
);
export const BackgroundIcon = () => (
  <Icon>
    <path d="M20 12a8 8 0 1 1-2.6-5.9M20 4v4.5h-4.5" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon>
    <path d="M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 12h9M18 12v3.5" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <path d="M9 8.5h9a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H9A1.5 1.5 0 0 1 7.5 19v-9A1.5 1.5 0 0 1 9 8.5ZM16.5 8.5V5A1.5 1.5 0 0 0 15 3.5H6A1.5 1.5 0 0 0 4.5 5v9A1.5 1.5 0 0 0 6 15.5h1.5" />
  </Icon>
);

export const BreakIcon = () => (
  <Icon>
    <path d="M12 3.5 21 19.5H3ZM12 10v4.5M12 17.2h.01" />
  </Icon>
);
export const SettingsIcon = () => (
  <Icon>
    <path d="M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6M19 12l2-1.2-1.8-3.2-2.2.9-2-1.2L14.6 5h-3.7l-.5 2.3-2 1.2-2.2-.9-1.8 3.2L6.4 12l-2 1.2 1.8 3.2 2.2-.9 2 1.2.5 2.3h3.7l.4-2.3 2-1.2 2.2.9 1.8-3.2Z" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon filled>
    <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z" />
  </Icon>
);
/** Opens what is folded. */
export const ExpandIcon = () => (
  <Icon>
    <path d="m6 9.5 6 6 6-6" />
  </Icon>
);
export const SummaryIcon = () => (
  <Icon>
    <path d="M5 6.5h14M5 12h14M5 17.5h8" />
  </Icon>
);
export const ExplainIcon = () => (
  <Icon>
    <path d="M9.2 9a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1.1-1.4 2.1M12 17.2h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18" />
  </Icon>
);

/** Ringpost's own mark. */
export const PhonesIcon = () => (
  <Icon>
    <path d="M7 3h7a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM9.5 18h2M19 6v12" />
  </Icon>
);
export const PlotIcon = () => (
  <Icon>
    <path d="M4 20V4M4 20h16M9 16v-5M14 16V7M19 16v-3" />
  </Icon>
);

export const AppIcon = () => <img class="app-icon" src="icon.svg" alt="" />;
