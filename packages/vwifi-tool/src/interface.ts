import { ToolError } from './context.js';
import type { Place, Target } from './target.js';

/**
 * Where an interface is: in the caller's namespace, or the chosen one, first; elsewhere if only one namespace has
 * it. The driver finds the ends of a pair by the same rule.
 */
export async function placeOf(target: Target, name: string, signal: AbortSignal): Promise<Place> {
  const places = await target.places();
  const found: Place[] = [];
  for (const place of places) {
    const all = await place.wifi.interfaces({ signal });
    if (!all.some((each) => each.name === name)) continue;
    found.push(place);
    if (place === places[0]) return place;
  }
  const [only] = found;
  if (only && found.length === 1) return only;
  if (only) {
    const where = found.map((place) => place.name).join(', ');
    throw new ToolError(`interface ${name}: in several namespaces (${where}); choose one with --netns`);
  }
  throw new ToolError(
    `interface ${name}: no Wi-Fi interface of that name; vwifi-tool radio ls shows the radios`,
  );
}
