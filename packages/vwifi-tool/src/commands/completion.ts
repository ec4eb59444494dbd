import type { Command } from 'commander';
import { type Context, print, UsageError } from '../context.js';

/** What may follow a command's words: 'radio add' -> its options. */
export interface Completion {
  readonly words: string;
  readonly next: readonly string[];
  readonly description: string;
}

/** All places of the tree where something can be completed. */
export function completions(tree: Command, words = ''): Completion[] {
  const options = tree.options.flatMap(({ long }) => long ?? []);
  const children = tree.commands.map((child) => child.name());
  const manual = words === '' ? ['-d', '-s', '-c', '-h'] : [];
  return [
    { words, next: [...children, ...options, ...manual], description: tree.description() },
    ...tree.commands.flatMap((child) => completions(child, `${words} ${child.name()}`.trim())),
  ];
}

const bash = (all: readonly Completion[]): string => `_vwifi_tool() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=() word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $word == -* ]] || words+=("$word"); done
  case "\${words[*]:0:2}" in
${all
  .filter(({ words }) => words !== '')
  .map(
    ({ words, next }) =>
      `    "${words}"|"${words} "*) COMPREPLY=($(compgen -W "${next.join(' ')} $(ls /sys/class/net)" -- "$current")) ;;`,
  )
  .sort((a, b) => b.length - a.length)
  .join('\n')}
    *) COMPREPLY=($(compgen -W "${all[0]?.next.join(' ')} $(ls /sys/class/net)" -- "$current")) ;;
  esac
}
complete -F _vwifi_tool vwifi-tool`;

const zsh = (all: readonly Completion[]): string => `#compdef vwifi-tool
autoload -U +X bashcompinit && bashcompinit
${bash(all)}`;

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;

function fish(tree: Command): string {
  const lines: string[] = ['complete -c vwifi-tool -f'];
  const visit = (command: Command, path: readonly string[]): void => {
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const condition = path.length === 0 ? '__fish_use_subcommand' : seen.join('; and ');
    for (const child of command.commands)
      lines.push(
        `complete -c vwifi-tool -n ${quoted(condition)} -a ${child.name()} -d ${quoted(child.description())}`,
      );
    for (const { long, description } of command.options)
      if (long && path.length > 0)
        lines.push(
          `complete -c vwifi-tool -n ${quoted(condition)} -l ${long.slice(2)} -d ${quoted(description)}`,
        );
    for (const child of command.commands) visit(child, [...path, child.name()]);
  };
  visit(tree, []);
  return lines.join('\n');
}

export function completion(context: Context, shell: string, tree: Command): void {
  if (shell === 'bash') print(context, bash(completions(tree)));
  else if (shell === 'zsh') print(context, zsh(completions(tree)));
  else if (shell === 'fish') print(context, fish(tree));
  else throw new UsageError(`completion ${shell}: there is bash, zsh and fish`);
}
