// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Values of attributes: by their meaning where it matters for getting any
 * further, by the kernel's policy elsewhere, and now and then by neither.
 */
#include <linux/nl80211.h>
#include <string.h>

#include "soak.h"

/* Where a policy with these attributes is nl80211's own: the first has several hundred. */
static bool is_nl80211(const struct policy *policy)
{
	return policy && policy->n > 200;
}

static const u32 ciphers[] = {
	0x000fac01, 0x000fac02, 0x000fac04, 0x000fac05, 0x000fac06, 0x000fac08, 0x000fac09,
	0x000fac0a, 0x000fac0b, 0x000fac0c, 0x000fac0d, 0x00147201,
};

static u8 key_len(u32 cipher)
{
	switch (cipher) {
	case 0x000fac01: return 5;
	case 0x000fac05: return 13;
	case 0x000fac02:
	case 0x000fac09:
	case 0x000fac0a:
	case 0x000fac0c:
	case 0x000fac0d: return 32;
	default: return 16;
	}
}

static void put_key(struct message *msg)
{
	u32 cipher = ciphers[below(ARRAY_SIZE(ciphers))];
	u8 material[40];

	random_bytes(material, sizeof(material));
	if (one_in(2))
		memset(material, 7, sizeof(material));
	put_u32(msg, NL80211_ATTR_KEY_CIPHER, cipher);
	put(msg, NL80211_ATTR_KEY_DATA, material, one_in(10) ? below(40) : key_len(cipher));
	if (one_in(3))
		put(msg, NL80211_ATTR_KEY_SEQ, material, one_in(5) ? below(9) : 6);
}

static void put_scan_ssids(struct message *msg)
{
	struct nlattr *nest = nest_begin(msg, NL80211_ATTR_SCAN_SSIDS);
	u32 n = 1 + below(4), i;

	for (i = 0; i < n; i++)
		put(msg, i + 1, "soak-network-with-a-name-of-32-o", one_in(2) ? 0 : below(33));
	nest_end(msg, nest);
}

static void put_scan_frequencies(struct message *msg)
{
	struct nlattr *nest = nest_begin(msg, NL80211_ATTR_SCAN_FREQUENCIES);
	u32 n = 1 + below(5), i;

	for (i = 0; i < n; i++)
		put_u32(msg, i, some_frequency());
	nest_end(msg, nest);
}

static void put_station_flags(struct message *msg)
{
	struct nl80211_sta_flag_update flags = { .mask = below(512), .set = below(512) };

	if (!one_in(4))
		flags.mask = flags.set = 0x2 | 0x8 | 0x20 | 0x80;
	/* The other end of a direct link (TDLS). */
	if (one_in(3))
		flags.mask = flags.set = flags.set | 0x40;
	put(msg, NL80211_ATTR_STA_FLAGS2, &flags, sizeof(flags));
}

static u32 some_iftype(void)
{
	/* Of a VLAN behind an access point (4), of a monitor (6), of a mesh (7). */
	static const u8 usual[] = { 1, 1, 2, 2, 2, 3, 3, 3, 4, 6, 7, 7 };

	return one_in(4) ? below(14) : usual[below(ARRAY_SIZE(usual))];
}

/* What a radio that connects by itself is told of keys: likewise. */
static bool put_keys_meant(struct message *msg, u16 attr)
{
	/* Of RSN: by EAP, a PSK, their kinds of SHA-256, SAE. */
	static const u32 akms[] = { 0x000fac01, 0x000fac02, 0x000fac02, 0x000fac05, 0x000fac06, 0x000fac08 };
	u8 bytes[64];

	switch (attr) {
	case NL80211_ATTR_AKM_SUITES:
		return put_u32(msg, attr, akms[below(ARRAY_SIZE(akms))]);
	case NL80211_ATTR_WPA_VERSIONS:
		return put_u32(msg, attr, one_in(5) ? below(8) : 2);
	case NL80211_ATTR_PMK:
		random_bytes(bytes, sizeof(bytes));
		return put(msg, attr, bytes, one_in(5) ? below(sizeof(bytes)) : 32);
	default:
		return false;
	}
}

/* Whether the attribute's meaning is known here; then it is in the message. */
static bool put_meant(struct message *msg, u16 attr)
{
	const struct interface *interface = some_interface();
	u8 bytes[2400];
	size_t len;

	if (radios_connect() && put_keys_meant(msg, attr))
		return true;
	switch (attr) {
	case NL80211_ATTR_MAC:
	case NL80211_ATTR_PREV_BSSID:
	case NL80211_ATTR_BSSID:
	case NL80211_ATTR_MAC_HINT:
	case NL80211_ATTR_MPATH_NEXT_HOP:
		return put(msg, attr, some_address(), ETH_ALEN);
	case NL80211_ATTR_SSID:
		return put(msg, attr, "soak", one_in(5) ? below(5) : 4);
	case NL80211_ATTR_MESH_ID:
		return put(msg, attr, "soak", one_in(5) ? below(5) : 4);
	case NL80211_ATTR_TDLS_ACTION:
		return put_u8(msg, attr, one_in(10) ? below(256) : below(16));
	case NL80211_ATTR_TDLS_OPERATION:
		return put_u8(msg, attr, below(6));
	case NL80211_ATTR_STATUS_CODE:
		return put_u16(msg, attr, one_in(3) ? below(130) : 0);
	case NL80211_ATTR_WIPHY_FREQ:
		return put_u32(msg, attr, some_frequency());
	case NL80211_ATTR_CHANNEL_WIDTH:
		return put_u32(msg, attr, one_in(4) ? below(14) : below(2));
	case NL80211_ATTR_IFTYPE:
		return put_u32(msg, attr, some_iftype());
	case NL80211_ATTR_4ADDR:
		return put_u8(msg, attr, below(2));
	case NL80211_ATTR_STA_VLAN:
		return put_u32(msg, attr, interface ? interface->index : 0);
	case NL80211_ATTR_BEACON_INTERVAL:
		return put_u32(msg, attr, one_in(6) ? below(20000) : 100);
	case NL80211_ATTR_DTIM_PERIOD:
		return put_u32(msg, attr, one_in(6) ? (u32)random_u64() : 1 + below(4));
	case NL80211_ATTR_BEACON_HEAD:
		len = beacon_head(bytes, interface ? interface->addr : broadcast, "soak", 2412);
		if (one_in(8))
			bytes[below(len)] = below(256);
		return put(msg, attr, bytes, one_in(10) ? below(len) : len);
	case NL80211_ATTR_BEACON_TAIL:
	case NL80211_ATTR_IE:
	case NL80211_ATTR_IE_PROBE_RESP:
	case NL80211_ATTR_IE_ASSOC_RESP:
		return put(msg, attr, bytes, some_elements(bytes, one_in(20) ? 2300 : 300));
	case NL80211_ATTR_FRAME:
	case NL80211_ATTR_PROBE_RESP:
		len = some_frame(bytes, sizeof(bytes), interface ? interface->addr : broadcast);
		return put(msg, attr, bytes, len);
	case NL80211_ATTR_FRAME_TYPE:
		return put_u16(msg, attr, below(16) << 4);
	case NL80211_ATTR_FRAME_MATCH:
		random_bytes(bytes, 8);
		return put(msg, attr, bytes, below(8));
	case NL80211_ATTR_AUTH_TYPE:
		return put_u32(msg, attr, one_in(3) ? below(9) : 0);
	case NL80211_ATTR_AUTH_DATA:
		random_bytes(bytes, sizeof(bytes));
		return put(msg, attr, bytes, one_in(10) ? 2000 + below(400) : below(120));
	case NL80211_ATTR_REASON_CODE:
		return put_u16(msg, attr, below(70));
	case NL80211_ATTR_DURATION:
		return put_u32(msg, attr, one_in(5) ? below(20000) : 10 + below(200));
	case NL80211_ATTR_KEY_DATA:
		put_key(msg);
		return true;
	case NL80211_ATTR_KEY_IDX:
		return put_u8(msg, attr, one_in(10) ? below(256) : below(8));
	case NL80211_ATTR_KEY_TYPE:
		return put_u32(msg, attr, below(3));
	case NL80211_ATTR_CIPHER_SUITES_PAIRWISE:
	case NL80211_ATTR_CIPHER_SUITE_GROUP:
		return put_u32(msg, attr, ciphers[below(ARRAY_SIZE(ciphers))]);
	case NL80211_ATTR_SCAN_SSIDS:
		put_scan_ssids(msg);
		return true;
	case NL80211_ATTR_SCAN_FREQUENCIES:
		put_scan_frequencies(msg);
		return true;
	case NL80211_ATTR_STA_FLAGS2:
		put_station_flags(msg);
		return true;
	case NL80211_ATTR_STA_AID:
		return put_u16(msg, attr, one_in(8) ? below(65536) : 1 + below(2007));
	case NL80211_ATTR_STA_SUPPORTED_RATES:
		random_bytes(bytes, 40);
		return put(msg, attr, bytes, 1 + below(32));
	case NL80211_ATTR_COOKIE:
		return put_u64(msg, attr, below(200));
	case NL80211_ATTR_CONTROL_PORT_ETHERTYPE:
		return put_u16(msg, attr, one_in(3) ? below(65536) : 0x8e88);
	case NL80211_ATTR_IFNAME:
		return put(msg, attr, one_in(8) ? "vw0" : "soak%d", one_in(8) ? 4 : 7);
	case NL80211_ATTR_PID:
	case NL80211_ATTR_NETNS_FD:
		return put_u32(msg, attr, below(4));
	case NL80211_ATTR_WIPHY_TX_POWER_LEVEL:
		return put_u32(msg, attr, random_u64());
	case NL80211_ATTR_WIPHY_TX_POWER_SETTING:
		return put_u32(msg, attr, below(4));
	case NL80211_ATTR_REG_ALPHA2:
		return put(msg, attr, "DE", 3);
	default:
		return false;
	}
}

static void put_by_policy(struct message *msg, const struct family *family, const struct policy_attr *type,
			  u16 attr, int depth)
{
	const struct policy *nested = NULL;
	u64 value = random_u64();
	struct nlattr *nest;
	u8 bytes[512];
	u32 n, i;

	if (type->nested < POLICIES_MAX)
		nested = family->policies[type->nested];
	if (type->max != ~0ULL && type->max >= type->min && !one_in(5))
		value = type->min + value % (type->max - type->min + 1);
	else if (!one_in(4))
		value = below(8);
	random_bytes(bytes, sizeof(bytes));

	switch (type->type) {
	case NL_ATTR_TYPE_FLAG:
		put(msg, attr, NULL, 0);
		break;
	case NL_ATTR_TYPE_U8:
	case NL_ATTR_TYPE_S8:
		put_u8(msg, attr, value);
		break;
	case NL_ATTR_TYPE_U16:
	case NL_ATTR_TYPE_S16:
		put_u16(msg, attr, value);
		break;
	case NL_ATTR_TYPE_U32:
	case NL_ATTR_TYPE_S32:
	case NL_ATTR_TYPE_BITFIELD32:
		put_u32(msg, attr, value);
		break;
	case NL_ATTR_TYPE_U64:
	case NL_ATTR_TYPE_S64:
		put_u64(msg, attr, value);
		break;
	case NL_ATTR_TYPE_STRING:
	case NL_ATTR_TYPE_NUL_STRING:
		n = below(type->max_len < 60 ? type->max_len + 2 : 60);
		memset(bytes, 'a' + below(26), n);
		bytes[n] = 0;
		put(msg, attr, bytes, n + 1);
		break;
	case NL_ATTR_TYPE_NESTED:
	case NL_ATTR_TYPE_NESTED_ARRAY:
		nest = nest_begin(msg, attr);
		n = depth < 4 ? below(4) : 0;
		for (i = 0; nested && nested->n && i < n; i++) {
			struct nlattr *item = NULL;

			if (type->type == NL_ATTR_TYPE_NESTED_ARRAY)
				item = nest_begin(msg, i);
			put_random(msg, family, nested, below(nested->n), depth + 1);
			nest_end(msg, item);
		}
		nest_end(msg, nest);
		break;
	default:
		n = type->min_len > 400 ? 400 : type->min_len;
		if (type->max_len != ~0U && type->max_len > n)
			n += below((type->max_len > 400 ? 400 : type->max_len) - n + 1);
		else if (type->max_len == ~0U && !n)
			n = below(300);
		put(msg, attr, bytes, n);
		break;
	}
}

/* One attribute, whatever it is. */
void put_random(struct message *msg, const struct family *family, const struct policy *policy,
		u16 attr, int depth)
{
	u8 junk[64];

	if (one_in(40)) {
		random_bytes(junk, sizeof(junk));
		put(msg, attr | (one_in(3) ? NLA_F_NESTED : 0), junk, below(sizeof(junk)));
		return;
	}
	if (is_nl80211(policy) && !one_in(25) && put_meant(msg, attr))
		return;
	if (policy && attr < policy->n)
		put_by_policy(msg, family, &policy->attr[attr], attr, depth);
}
