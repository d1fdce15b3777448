import { useId } from 'react';
import { text } from '../../texts/text.ts';
import { inputClass } from '../../ui/field.tsx';
import { choices, choiceText, chooseLevel, useLevelChoice, useUsualLevel } from './levels.ts';

/** Chooses what is told of a chat, among what else there is to say of it. */
export function LevelSelect({ chatId }: { chatId: number }) {
  const id = useId();
  const choice = useLevelChoice(chatId);
  const usual = useUsualLevel(chatId);
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {text('level.title')}
      </label>
      <select
        id={id}
        className={inputClass}
        value={choice}
        onChange={(event) => chooseLevel(chatId, event.target.value)}
      >
        {choices.map((one) => (
          <option key={one} value={one}>
            {choiceText(one, usual)}
          </option>
        ))}
      </select>
    </div>
  );
}
