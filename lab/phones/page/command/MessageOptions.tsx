import { displayName } from '../people.ts';
import { BareSelect } from '../Select.tsx';
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
const relevances = ['0.1', '0.5', '0.9'];

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
      <BareSelect
        class="option-sound"
        label="Sound"
        value={draft.sound}
        options={sounds.map((sound) => [sound, soundWords[sound]])}
        onChange={(sound) => onChange({ sound })}
      />
      <BareSelect
        class="option-sound"
        label="Interruption level"
        value={draft.level}
        options={levels.map((level) => [level, levelWords[level]])}
        onChange={(level) => onChange({ level })}
      />
      <BareSelect
        class="option-sound"
        label="Relevance"
        title="The scheduled summary has the highest on top"
        value={String(draft.relevance ?? '')}
        options={[['', 'No relevance'], ...relevances.map((each) => [each, `Relevance ${each}`] as const)]}
        onChange={(relevance) => onChange({ relevance: relevance === '' ? undefined : Number(relevance) })}
      />
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
