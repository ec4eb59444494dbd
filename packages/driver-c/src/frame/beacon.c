// SPDX-License-Identifier: MIT OR GPL-2.0
/* What a beacon says, in a number. */
#include <linux/jhash.h>

#include "frame.h"

/* But for the TIM and a MIC, which are always new. Never 0; @len: at least up to the elements. */
u32 vwifi_beacon_digest(const u8 *frame, size_t len)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.beacon_int);
	const size_t elements = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	u32 digest = jhash(frame + fixed, elements - fixed, 0);
	const struct element *element;

	for_each_element(element, frame + elements, len - elements)
		if (element->id != WLAN_EID_TIM && element->id != WLAN_EID_MMIE)
			digest = jhash(element, sizeof(*element) + element->datalen, digest);
	return digest ?: 1;
}
