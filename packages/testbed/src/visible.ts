/** Text of others for one line of ours: what would move the cursor or turn the line around is written as an escape. */

const WORDS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    return WORDS[char] ?? (code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`);
  });

/** The same for text of several lines, which may have tabs. */
export const visibleLines = (text: string): string => text.replace(/[^\n\t]+/g, visible);
