// SPDX-License-Identifier: MIT OR GPL-2.0
/* Elements and management frames, whole and broken. */
#include <string.h>

#include "soak.h"

size_t put_element(u8 *to, u8 id, const void *data, u8 len)
{
	to[0] = id;
	to[1] = len;
	memcpy(to + 2, data, len);
	return 2 + len;
}

static size_t one_element(u8 *to)
{
	static const u8 ids[] = {
		0, 1, 3, 5, 7, 37, 45, 48, 50, 61, 70, 71, 101, 113, 114, 117, 126, 127, 130, 131, 132, 191, 192, 221,
		244, 255,
	};
	static const u8 wmm[] = { 0x00, 0x50, 0xf2, 0x02, 0x01, 0x01, 0x00 };
	static const u8 rsn[] = {
		1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 2, 0x80, 0,
	};
	static const u8 rates[] = { 0x82, 0x84, 0x8b, 0x96, 12, 18, 24, 36 };
	u8 junk[255];

	switch (below(6)) {
	case 0:
		return put_element(to, 221, wmm, sizeof(wmm));
	case 1:
		return put_element(to, 48, rsn, sizeof(rsn));
	case 2:
		return put_element(to, 1, rates, sizeof(rates));
	case 3:
		return put_element(to, 0, "soak", 4);
	default:
		random_bytes(junk, sizeof(junk));
		return put_element(to, one_in(4) ? below(256) : ids[below(ARRAY_SIZE(ids))], junk,
				   one_in(6) ? below(256) : below(34));
	}
}

/* Mostly well-formed; now and then the last one says that it is longer than it is. */
size_t some_elements(u8 *to, size_t room)
{
	u8 one[300];
	size_t len = 0, each;
	u32 n = below(8);

	while (n--) {
		each = one_element(one);
		if (len + each > room)
			break;
		memcpy(to + len, one, each);
		len += each;
	}
	if (len > 3 && one_in(5))
		len -= 1 + below(3);
	if (len && one_in(12))
		to[below(len)] = below(256);
	return len;
}

static void put_le16(u8 *to, u16 value)
{
	to[0] = value;
	to[1] = value >> 8;
}

/* The fixed fields of a beacon and its first elements: what NL80211_ATTR_BEACON_HEAD holds. */
size_t beacon_head(u8 *to, const u8 *bssid, const char *ssid, u32 freq)
{
	static const u8 rates[] = { 0x82, 0x84, 0x8b, 0x96, 12, 18, 24, 36 };
	u8 channel = freq == 2484 ? 14 : freq < 3000 ? (freq - 2407) / 5 : (freq - 5000) / 5;
	size_t len = 36;

	memset(to, 0, len);
	to[0] = 0x80;
	memset(to + 4, 0xff, ETH_ALEN);
	memcpy(to + 10, bssid, ETH_ALEN);
	memcpy(to + 16, bssid, ETH_ALEN);
	put_le16(to + 32, 100);
	put_le16(to + 34, 1);
	len += put_element(to + len, 0, ssid, strlen(ssid));
	len += put_element(to + len, 1, rates, sizeof(rates));
	len += put_element(to + len, 3, &channel, 1);
	return len;
}

/* How many octets of fixed fields stand before the elements. */
static const u8 fixed_len[16] = { 4, 6, 10, 6, 0, 12, 12, 0, 12, 0, 2, 6, 2, 2, 2, 0 };

static void some_action(u8 *body, size_t room)
{
	static const u8 categories[] = { 0, 1, 3, 4, 5, 6, 7, 8, 8, 9, 10, 13, 15, 21, 126, 127 };

	random_bytes(body, room);
	body[0] = categories[below(ARRAY_SIZE(categories))];
	body[1] = below(12);
}

/* A management frame of any subtype from @sa, at least 25 octets as cfg80211 wants it, mostly. */
size_t some_frame(u8 *to, size_t room, const u8 *sa)
{
	static const u8 usual[] = { 0, 1, 2, 3, 4, 5, 8, 10, 11, 11, 12, 13, 13, 14 };
	u8 subtype = one_in(6) ? below(16) : usual[below(ARRAY_SIZE(usual))];
	size_t len = 24;

	random_bytes(to, 64);
	to[0] = subtype << 4;
	to[1] = one_in(10) ? below(256) : one_in(4) ? 0x40 : 0;
	if (one_in(50))
		to[0] |= below(16);
	memcpy(to + 4, some_address(), ETH_ALEN);
	memcpy(to + 10, one_in(30) ? some_address() : sa, ETH_ALEN);
	memcpy(to + 16, one_in(3) ? to + 4 : one_in(3) ? some_address() : sa, ETH_ALEN);
	switch (subtype) {
	case 11:		/* authentication: open, the second of two, mostly a success */
		put_le16(to + 24, one_in(3) ? below(8) : 0);
		put_le16(to + 26, one_in(4) ? below(5) : 1 + below(2));
		put_le16(to + 28, one_in(3) ? below(130) : 0);
		break;
	case 1:			/* association responses */
	case 3:
		put_le16(to + 24, 1);
		put_le16(to + 26, one_in(3) ? below(60) : 0);
		put_le16(to + 28, 0xc001);
		break;
	case 13:
	case 14:
		some_action(to + 24, 40);
		break;
	}
	len += fixed_len[subtype];
	if (len > room)
		return room;
	len += some_elements(to + len, room - len > 1200 ? 1200 : room - len);
	if (one_in(6))
		len = 25 + below(len > 25 ? len - 25 : 1);
	if (one_in(60))
		len = below(26);
	return len < 25 && !one_in(20) ? 25 : len;
}
