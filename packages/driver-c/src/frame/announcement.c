// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Announcements of a channel switch (IEEE Std 802.11-2020, 11.8.8), in a beacon, a
 * probe response or an action frame: where to, how wide, when, and whether anybody
 * may transmit until then.
 */
#include "frame.h"

/* Where in a frame an announcement may be; false: in none like this. */
bool vwifi_announcing(const struct ieee80211_mgmt *mgmt, size_t len,
		      struct vwifi_announcing *announcing)
{
	const u8 *end = (const u8 *)mgmt + len, *body = (const u8 *)&mgmt->u;
	size_t skip;

	announcing->fixed = NULL;
	if (ieee80211_is_beacon(mgmt->frame_control) || ieee80211_is_probe_resp(mgmt->frame_control)) {
		skip = offsetof(struct ieee80211_mgmt, u.beacon.variable) -
		       offsetof(struct ieee80211_mgmt, u);
	} else if (!ieee80211_is_action(mgmt->frame_control) || end < body + 2) {
		return false;
	} else if (body[0] == WLAN_CATEGORY_SPECTRUM_MGMT && body[1] == WLAN_ACTION_SPCT_CHL_SWITCH) {
		skip = 2;
	} else if (body[0] == WLAN_CATEGORY_PUBLIC && body[1] == WLAN_PUB_ACTION_EXT_CHANSW_ANN) {
		skip = 2 + sizeof(*announcing->fixed);
		announcing->fixed = (const void *)(body + 2);
	} else {
		return false;
	}
	if (end < body + skip)
		return false;
	announcing->elements = body + skip;
	announcing->len = end - announcing->elements;
	return true;
}

/* Reads an announcement: the extended one says more, where there are both (9.4.2.18, 9.4.2.52). */
bool vwifi_announcement_read(const struct vwifi_announcing *announcing,
			     struct vwifi_announcement *announcement)
{
	const struct ieee80211_ext_chansw_ie *extended = announcing->fixed;
	const struct ieee80211_channel_sw_ie *plain;
	const struct element *element;

	announcement->elements = announcing->elements;
	announcement->len = announcing->len;
	element = cfg80211_find_elem(WLAN_EID_EXT_CHANSWITCH_ANN, announcing->elements,
				     announcing->len);
	if (!extended && element && element->datalen >= sizeof(*extended))
		extended = (const void *)element->data;
	if (extended) {
		announcement->quiet = extended->mode;
		announcement->count = extended->count;
		announcement->op_class = extended->new_operating_class;
		announcement->channel = extended->new_ch_num;
		return true;
	}
	element = cfg80211_find_elem(WLAN_EID_CHANNEL_SWITCH, announcing->elements, announcing->len);
	if (!element || element->datalen < sizeof(*plain))
		return false;
	plain = (const void *)element->data;
	announcement->quiet = plain->mode;
	announcement->count = plain->count;
	announcement->op_class = 0;
	announcement->channel = plain->new_ch_num;
	return true;
}
