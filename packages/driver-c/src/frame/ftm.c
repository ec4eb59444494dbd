// SPDX-License-Identifier: MIT OR GPL-2.0
/* Fine timing measurement frames, read and written. */
#include <linux/bitfield.h>

#include "frame.h"

#define VWIFI_EID_FTM_PARAMETERS	206
/* Public actions (table 9-364). */
#define VWIFI_ACTION_FTM_REQUEST	32
#define VWIFI_ACTION_FTM		33

/* Where in the element's 72 bits what is, octet by octet (9.4.2.167). */
struct vwifi_ftm_parameters {
	u8 status;
	u8 bursts;
	u8 min_delta;			/* 100 us; 0: no preference */
	__le16 partial_tsf;
	u8 asap_ftms;
	u8 format;
	__le16 burst_period;
} __packed;

#define VWIFI_FTM_STATUS	GENMASK(1, 0)
#define VWIFI_FTM_BURSTS_EXP	GENMASK(3, 0)
#define VWIFI_FTM_DURATION	GENMASK(7, 4)
#define VWIFI_FTM_NO_TSF	BIT(0)
#define VWIFI_FTM_ASAP_CAPABLE	BIT(1)
#define VWIFI_FTM_ASAP		BIT(2)
#define VWIFI_FTM_FTMS		GENMASK(7, 3)
#define VWIFI_FTM_FORMAT	GENMASK(7, 2)

struct vwifi_ftm_request_body {
	u8 category;
	u8 action;
	u8 trigger;
	u8 elements[];
} __packed;

struct vwifi_ftm_body {
	u8 category;
	u8 action;
	u8 token;
	u8 follow_up;
	u8 departed[6];
	u8 arrived[6];
	__le16 departed_error;		/* 0: nobody says */
	__le16 arrived_error;
	u8 elements[];
} __packed;

static const struct vwifi_ftm_format {
	enum nl80211_preamble preamble;
	u8 format;
	u16 mhz;
} vwifi_ftm_formats[] = {
	{ NL80211_PREAMBLE_LEGACY, 8, 20 },
	{ NL80211_PREAMBLE_HT, 9, 20 },
	{ NL80211_PREAMBLE_HT, 11, 40 },
	{ NL80211_PREAMBLE_VHT, 10, 20 },
	{ NL80211_PREAMBLE_VHT, 12, 40 },
	{ NL80211_PREAMBLE_VHT, 13, 80 },
	{ NL80211_PREAMBLE_VHT, 16, 160 },
	{ NL80211_PREAMBLE_HE, 17, 20 },
	{ NL80211_PREAMBLE_HE, 18, 40 },
	{ NL80211_PREAMBLE_HE, 19, 80 },
	{ NL80211_PREAMBLE_HE, 22, 160 },
};

/* The widest format of a preamble that is no wider than @mhz. */
u8 vwifi_ftm_format(enum nl80211_preamble preamble, unsigned int mhz)
{
	unsigned int i, widest = 0;
	u8 format = 0;

	for (i = 0; i < ARRAY_SIZE(vwifi_ftm_formats); i++) {
		const struct vwifi_ftm_format *each = &vwifi_ftm_formats[i];

		if (each->preamble != preamble || each->mhz > mhz || each->mhz < widest)
			continue;
		widest = each->mhz;
		format = each->format;
	}
	return format;
}

static const struct vwifi_ftm_format *vwifi_ftm_format_of(u8 format)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vwifi_ftm_formats); i++)
		if (vwifi_ftm_formats[i].format == format)
			return &vwifi_ftm_formats[i];
	return &vwifi_ftm_formats[0];
}

/* The same preamble, no wider than @mhz; without a preference, or with one that nobody knows, without a preamble of HT. */
u8 vwifi_ftm_format_within(u8 format, unsigned int mhz)
{
	const struct vwifi_ftm_format *asked = vwifi_ftm_format_of(format);

	return vwifi_ftm_format(asked->preamble, min_t(unsigned int, asked->mhz, mhz));
}

unsigned int vwifi_ftm_format_mhz(u8 format)
{
	return vwifi_ftm_format_of(format)->mhz;
}

static bool vwifi_ftm_terms_read(const u8 *elements, size_t len, struct vwifi_ftm_terms *terms)
{
	const struct element *element = cfg80211_find_elem(VWIFI_EID_FTM_PARAMETERS, elements, len);
	struct vwifi_ftm_parameters octets;

	if (!element || element->datalen < sizeof(octets))
		return false;
	memcpy(&octets, element->data, sizeof(octets));
	*terms = (struct vwifi_ftm_terms){
		.status = FIELD_GET(VWIFI_FTM_STATUS, octets.status),
		.bursts_exp = FIELD_GET(VWIFI_FTM_BURSTS_EXP, octets.bursts),
		.burst_duration = FIELD_GET(VWIFI_FTM_DURATION, octets.bursts),
		.ftms_per_burst = FIELD_GET(VWIFI_FTM_FTMS, octets.asap_ftms),
		.format = FIELD_GET(VWIFI_FTM_FORMAT, octets.format),
		.burst_period = le16_to_cpu(octets.burst_period),
	};
	return true;
}

static void vwifi_ftm_terms_put(struct sk_buff *skb, const struct vwifi_ftm_terms *terms)
{
	const struct vwifi_ftm_parameters octets = {
		.status = FIELD_PREP(VWIFI_FTM_STATUS, terms->status),
		.bursts = FIELD_PREP(VWIFI_FTM_BURSTS_EXP, terms->bursts_exp) |
			  FIELD_PREP(VWIFI_FTM_DURATION, terms->burst_duration),
		.asap_ftms = VWIFI_FTM_NO_TSF | VWIFI_FTM_ASAP_CAPABLE | VWIFI_FTM_ASAP |
			     FIELD_PREP(VWIFI_FTM_FTMS, terms->ftms_per_burst),
		.format = FIELD_PREP(VWIFI_FTM_FORMAT, terms->format),
		.burst_period = cpu_to_le16(terms->burst_period),
	};

	skb_put_u8(skb, VWIFI_EID_FTM_PARAMETERS);
	skb_put_u8(skb, sizeof(octets));
	skb_put_data(skb, &octets, sizeof(octets));
}

/* The body of a public action frame of that kind with @least octets, or NULL. */
static const void *vwifi_ftm_body(const struct ieee80211_mgmt *mgmt, size_t len, u8 action,
				  size_t least)
{
	const u8 *body = (const u8 *)mgmt + sizeof(struct ieee80211_hdr_3addr);

	if (!ieee80211_is_action(mgmt->frame_control) ||
	    len < sizeof(struct ieee80211_hdr_3addr) + least ||
	    body[0] != WLAN_CATEGORY_PUBLIC || body[1] != action)
		return NULL;
	return body;
}

static size_t vwifi_ftm_elements_len(const struct ieee80211_mgmt *mgmt, size_t len, const u8 *elements)
{
	return len - (elements - (const u8 *)mgmt);
}

/* Whether a frame is a request, and what it says. */
bool vwifi_ftm_request_read(const struct ieee80211_mgmt *mgmt, size_t len,
			    struct vwifi_ftm_request *request)
{
	const struct vwifi_ftm_request_body *body =
		vwifi_ftm_body(mgmt, len, VWIFI_ACTION_FTM_REQUEST, sizeof(*body));

	if (!body)
		return false;
	request->begins = body->trigger & 1;
	request->has_terms = vwifi_ftm_terms_read(body->elements,
						  vwifi_ftm_elements_len(mgmt, len, body->elements),
						  &request->terms);
	return true;
}

static u64 vwifi_ftm_time_read(const u8 *octets)
{
	return get_unaligned_le32(octets) | (u64)get_unaligned_le16(octets + 4) << 32;
}

static void vwifi_ftm_time_put(u8 *octets, u64 time)
{
	put_unaligned_le32(time, octets);
	put_unaligned_le16(time >> 32, octets + 4);
}

/* Whether a frame is a measurement, and what it says. */
bool vwifi_ftm_read(const struct ieee80211_mgmt *mgmt, size_t len, struct vwifi_ftm *ftm)
{
	const struct vwifi_ftm_body *body =
		vwifi_ftm_body(mgmt, len, VWIFI_ACTION_FTM, sizeof(*body));

	if (!body)
		return false;
	ftm->token = body->token;
	ftm->follow_up = body->follow_up;
	ftm->departed = vwifi_ftm_time_read(body->departed);
	ftm->arrived = vwifi_ftm_time_read(body->arrived);
	ftm->has_terms = vwifi_ftm_terms_read(body->elements,
					      vwifi_ftm_elements_len(mgmt, len, body->elements),
					      &ftm->terms);
	return true;
}

/* An action frame with room for its body and the terms, or NULL. */
static struct sk_buff *vwifi_ftm_alloc(const u8 *da, const u8 *sa, const u8 *bssid, size_t body)
{
	struct sk_buff *skb = alloc_skb(sizeof(struct ieee80211_hdr_3addr) + body + 2 +
					sizeof(struct vwifi_ftm_parameters), GFP_KERNEL);
	struct ieee80211_hdr_3addr *header;

	if (!skb)
		return NULL;
	header = skb_put_zero(skb, sizeof(*header));
	header->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | IEEE80211_STYPE_ACTION);
	ether_addr_copy(header->addr1, da);
	ether_addr_copy(header->addr2, sa);
	ether_addr_copy(header->addr3, bssid);
	return skb;
}

struct sk_buff *vwifi_ftm_request_make(const u8 *da, const u8 *sa, const u8 *bssid,
				       const struct vwifi_ftm_request *request)
{
	struct vwifi_ftm_request_body *body;
	struct sk_buff *skb = vwifi_ftm_alloc(da, sa, bssid, sizeof(*body));

	if (!skb)
		return NULL;
	body = skb_put(skb, sizeof(*body));
	body->category = WLAN_CATEGORY_PUBLIC;
	body->action = VWIFI_ACTION_FTM_REQUEST;
	body->trigger = request->begins;
	if (request->has_terms)
		vwifi_ftm_terms_put(skb, &request->terms);
	return skb;
}

struct sk_buff *vwifi_ftm_make(const u8 *da, const u8 *sa, const u8 *bssid,
			       const struct vwifi_ftm *ftm)
{
	struct vwifi_ftm_body *body;
	struct sk_buff *skb = vwifi_ftm_alloc(da, sa, bssid, sizeof(*body));

	if (!skb)
		return NULL;
	body = skb_put_zero(skb, sizeof(*body));
	body->category = WLAN_CATEGORY_PUBLIC;
	body->action = VWIFI_ACTION_FTM;
	body->token = ftm->token;
	body->follow_up = ftm->follow_up;
	vwifi_ftm_time_put(body->departed, ftm->departed);
	vwifi_ftm_time_put(body->arrived, ftm->arrived);
	if (ftm->has_terms)
		vwifi_ftm_terms_put(skb, &ftm->terms);
	return skb;
}
