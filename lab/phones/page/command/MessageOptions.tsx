import { displayName } from '../people.ts';
import { type Attachment, attachments, type MessageDraft, type Sound, sounds, toggled } from './messageDraft.ts';

const attachmentWords: Record<Attachment, string> = { voice: 'Voice', image: 'Image', file: 'File' };
const soundWords: Record<Sound, string> = {
  default: 'Default sound',
  none: 'No sound',
  'ring.caf': 'ring.caf',
  'chime.aiff': 'chime.aiff',
};

interface MessageOptionsProps {
  draft: MessageDraft;
  /** Users that the message may mention. */
  mentionable: readonly string[];
  onChange(change: Partial<MessageDraft>): void;
}

/** What a message can have besides its text. */
export function MessageOptions({ draft, mentionable, onChange }: MessageOptionsProps) {
  return (
    <fieldset class="message-options">
      <legend class="visually-hidden">Message options</legend>
      <span class="option-chips">
        {attachments.map((type) => (
          <Chip
            key={type}
            label={attachmentWords[type]}
            isOn={draft.attachments.includes(type)}
            onToggle={() => onChange({ attachments: toggled(draft.attachments, type) })}
          />
        ))}
      </span>
      <span class="option-chips">
        {mentionable.map((userId) => (
          <Chip
            key={userId}
            label={`@${displayName(userId)}`}
            isOn={draft.mentions.includes(userId)}
            onToggle={() => onChange({ mentions: toggled(draft.mentions, userId) })}
          />
        ))}
      </span>
      <input
        class="option-title"
        aria-label="Title"
        placeholder="Title, above the text"
        value={draft.title}
        maxLength={100}
        onInput={({ currentTarget }) => onChange({ title: currentTarget.value })}
      />
      <select
        class="option-sound"
        aria-label="Sound"
        value={draft.sound}
        onChange={({ currentTarget }) => onChange({ sound: currentTarget.value as Sound })}
      >
        {sounds.map((sound) => (
          <option key={sound} value={sound}>
            {soundWords[sound]}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

interface ChipProps {
  label: string;
  isOn: boolean;
  onToggle(): void;
}

function Chip({ label, isOn, onToggle }: ChipProps) {
  return (
    <button type="button" class="option-chip" aria-pressed={isOn} onClick={onToggle}>
      {label}
    </button>
  );
}
