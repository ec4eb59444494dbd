/** The typed client on the guest's kernel. */
import { VWifi } from '@vwifi/nl80211';
import type { Context } from './context.js';

/** A client that is closed with the scenario; in a namespace, or the guest's own. */
export async function openClient(context: Context, netns?: string): Promise<VWifi> {
  const wifi = await VWifi.open({ socket: context.machine.openNetlink, ...(netns ? { netns } : {}) });
  context.onEnd(`close the client${netns ? ` in ${netns}` : ''}`, () => wifi.close());
  return wifi;
}
