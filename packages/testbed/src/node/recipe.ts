/** What a node without a daemon of Wi-Fi runs: data, which `service.ts` interprets. */

export interface RecipeFile {
  /** In the machine. */
  readonly path: string;
  readonly text: string;
  readonly mode?: number;
}

export interface RecipeProgram {
  readonly name: string;
  readonly argv: readonly string[];
  /** Debian's package of it, where it has one. */
  readonly package?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A line that it writes once it is there; left out: it is there when it runs. */
  readonly ready?: RegExp;
}

export interface Recipe {
  readonly files: readonly RecipeFile[];
  /** A script of a shell that comes first, on the node. */
  readonly prepare?: string;
  readonly programs: readonly RecipeProgram[];
  /** A command of a shell on the node, whose status is 0 once all of it is there. */
  readonly ready?: string;
}
