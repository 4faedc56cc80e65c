import { displayName } from '../people.ts';
import {
  type Attachment,
  attachments,
  type Extra,
  extras,
  type Level,
  levels,
  type MessageDraft,
  type Sound,
  sounds,
  toggled,
} from './messageDraft.ts';

const attachmentWords: Record<Attachment, string> = { voice: 'Voice', image: 'Image', file: 'File' };
const soundWords: Record<Sound, string> = {
  default: 'Default sound',
  none: 'No sound',
  'ring.caf': 'ring.caf',
  'chime.aiff': 'chime.aiff',
};

const levelWords: Record<Level, string> = {
  active: 'Active',
  passive: 'Passive',
  'time-sensitive': 'Time-sensitive',
};
const extraWords: Record<Extra, string> = { person: 'As a person', picture: 'With a picture', actions: 'With actions' };
const relevances = [0.1, 0.5, 0.9];

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
      <span class="option-chips">
        {extras.map((extra) => (
          <Chip
            key={extra}
            label={extraWords[extra]}
            isOn={draft.extras.includes(extra)}
            onToggle={() => onChange({ extras: toggled(draft.extras, extra) })}
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
      <select
        class="option-sound"
        aria-label="Interruption level"
        value={draft.level}
        onChange={({ currentTarget }) => onChange({ level: currentTarget.value as Level })}
      >
        {levels.map((level) => (
          <option key={level} value={level}>
            {levelWords[level]}
          </option>
        ))}
      </select>
      <select
        class="option-sound"
        aria-label="Relevance"
        title="The scheduled summary has the highest on top"
        value={draft.relevance ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ relevance: value === '' ? undefined : Number(value) })}
      >
        <option value="">No relevance</option>
        {relevances.map((relevance) => (
          <option key={relevance} value={relevance}>
            Relevance {relevance}
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
