/** An SVG file as a PNG file. */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '../context.js';

const FONT_FOLDERS = ['/usr/share/fonts', '/usr/local/share/fonts', '.fonts', '.local/share/fonts'];
/** Pixels for each unit of the drawing: sharp on dense screens too. */
const SCALE = 2;

const hasFont = (folder: string): boolean =>
  existsSync(folder) &&
  readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc)$/i.test(String(name)));

/** Throws ToolError where the library is not installed, or where there is no font: the scale would have no numbers. */
export async function pngOf(svg: string): Promise<Buffer> {
  const { Resvg } = await import('@resvg/resvg-js').catch((cause: Error) => {
    throw new ToolError(
      `cannot draw a .png: ${cause.message.split('\n')[0]}; npm install @resvg/resvg-js, or name an .svg file`,
    );
  });
  if (!FONT_FOLDERS.some((folder) => hasFont(join(folder.startsWith('/') ? '/' : homedir(), folder))))
    throw new ToolError(
      'cannot draw a .png: this system has no font; apt-get install fonts-dejavu-core, or name an .svg file',
    );
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
  });
  return drawing.render().asPng();
}
