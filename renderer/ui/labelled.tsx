import { Direction, Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface LabelledProps {
  /** What the tooltip says; the control has to carry it for screen readers as well. */
  label: string;
  side?: 'top' | 'end';
  /** Pixels between control and tooltip. */
  distance?: number;
  className?: string;
  /** The control, one element. */
  children: ReactNode;
}

/** A control with a tooltip that names it. */
export function Labelled({ label, side = 'top', distance = 6, className, children }: LabelledProps) {
  const direction = Direction.useDirection();
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side === 'end' ? (direction === 'rtl' ? 'left' : 'right') : side}
          sideOffset={distance}
          collisionPadding={8}
          className={cx('z-50 rounded-md bg-ink px-2 py-1 text-xs text-canvas select-none', className)}
        >
          {label}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
