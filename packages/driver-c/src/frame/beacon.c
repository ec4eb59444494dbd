// SPDX-License-Identifier: MIT OR GPL-2.0
/* What a beacon says: in a number, and to whom something is kept for. */
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

/* Whether a TIM, from behind its length on, has the bit of an AID (802.11-2020, 9.4.2.5). */
bool vwifi_tim_has(const u8 *tim, size_t len, u16 aid)
{
	size_t first = tim[2] & 0xfe, octet = aid / 8;

	return octet >= first && 3 + octet - first < len && tim[3 + octet - first] & BIT(aid % 8);
}
