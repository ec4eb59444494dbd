/** The colours of the style sheet, for canvases: they are other ones in the dark. */
import type { PageKind, Tone } from './model.js';

export interface Colours {
  readonly back: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly lane: string;
  readonly accent: string;
  readonly tones: Readonly<Record<Tone, string>>;
  readonly kinds: Readonly<Partial<Record<PageKind, string>>>;
  readonly series: readonly string[];
  readonly font: string;
}

const SERIES = 6;

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    back: colour('back'),
    text: colour('text'),
    quiet: colour('quiet'),
    line: colour('line'),
    lane: colour('lane'),
    accent: colour('accent'),
    tones: { good: colour('good'), odd: colour('odd'), bad: colour('bad') },
    kinds: {
      frame: colour('frame'),
      daemon: colour('daemon'),
      command: colour('command'),
      step: colour('step'),
      deed: colour('deed'),
    },
    series: Array.from({ length: SERIES }, (_, index) => colour(`series-${index}`)),
    font: '12px system-ui, sans-serif',
  };
}
