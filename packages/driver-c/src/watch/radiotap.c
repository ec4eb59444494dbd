// SPDX-License-Identifier: MIT OR GPL-2.0
/* Radiotap headers (https://www.radiotap.org): before every frame that is shown or injected. */
#include <net/ieee80211_radiotap.h>

#include "air/air.h"
#include "phy/phy.h"
#include "watch.h"

/* A header that is being written; fields in the order of their bits, aligned to their size. */
struct vwifi_radiotap {
	u8 bytes[VWIFI_RADIOTAP_MAX];
	unsigned int len;
	u32 present;
};

static u8 *vwifi_radiotap_field(struct vwifi_radiotap *to, unsigned int bit, unsigned int align,
				unsigned int len)
{
	u8 *field;

	to->len = ALIGN(to->len, align);
	field = to->bytes + to->len;
	to->len += len;
	to->present |= BIT(bit);
	return field;
}

static void vwifi_radiotap_u8(struct vwifi_radiotap *to, unsigned int bit, u8 value)
{
	*vwifi_radiotap_field(to, bit, 1, 1) = value;
}

static void vwifi_radiotap_u16(struct vwifi_radiotap *to, unsigned int bit, u16 value)
{
	put_unaligned_le16(value, vwifi_radiotap_field(to, bit, 2, 2));
}

/* 20, 40, 80, 160, 320 MHz: 0 to 4. */
static unsigned int vwifi_radiotap_width(const struct rate_info *rate)
{
	switch (vwifi_rate_mhz(rate)) {
	case 40:
		return 1;
	case 80:
		return 2;
	case 160:
		return 3;
	case 320:
		return 4;
	default:
		return 0;
	}
}

static void vwifi_radiotap_ht(struct vwifi_radiotap *to, const struct rate_info *rate)
{
	u8 *mcs = vwifi_radiotap_field(to, IEEE80211_RADIOTAP_MCS, 1, 3);

	mcs[0] = IEEE80211_RADIOTAP_MCS_HAVE_MCS | IEEE80211_RADIOTAP_MCS_HAVE_GI |
		 IEEE80211_RADIOTAP_MCS_HAVE_BW;
	mcs[1] = vwifi_radiotap_width(rate) ? IEEE80211_RADIOTAP_MCS_BW_40 : 0;
	if (rate->flags & RATE_INFO_FLAGS_SHORT_GI)
		mcs[1] |= IEEE80211_RADIOTAP_MCS_SGI;
	mcs[2] = rate->mcs;
}

static void vwifi_radiotap_vht(struct vwifi_radiotap *to, const struct rate_info *rate)
{
	static const u8 widths[] = { 0, 1, 4, 11 };
	u8 *vht = vwifi_radiotap_field(to, IEEE80211_RADIOTAP_VHT, 2, 12);

	put_unaligned_le16(IEEE80211_RADIOTAP_VHT_KNOWN_GI |
			   IEEE80211_RADIOTAP_VHT_KNOWN_BANDWIDTH, vht);
	if (rate->flags & RATE_INFO_FLAGS_SHORT_GI)
		vht[2] = IEEE80211_RADIOTAP_VHT_FLAG_SGI;
	vht[3] = widths[vwifi_radiotap_width(rate)];
	vht[4] = rate->mcs << 4 | rate->nss;
}

static void vwifi_radiotap_he(struct vwifi_radiotap *to, const struct rate_info *rate)
{
	u8 *he = vwifi_radiotap_field(to, IEEE80211_RADIOTAP_HE, 2, 12);

	put_unaligned_le16(IEEE80211_RADIOTAP_HE_DATA1_FORMAT_SU |
			   IEEE80211_RADIOTAP_HE_DATA1_DATA_MCS_KNOWN |
			   IEEE80211_RADIOTAP_HE_DATA1_BW_RU_ALLOC_KNOWN, he);
	put_unaligned_le16(IEEE80211_RADIOTAP_HE_DATA2_GI_KNOWN, he + 2);
	put_unaligned_le16(FIELD_PREP(IEEE80211_RADIOTAP_HE_DATA3_DATA_MCS, rate->mcs), he + 4);
	put_unaligned_le16(FIELD_PREP(IEEE80211_RADIOTAP_HE_DATA5_DATA_BW_RU_ALLOC,
				      vwifi_radiotap_width(rate)) |
			   FIELD_PREP(IEEE80211_RADIOTAP_HE_DATA5_GI, rate->he_gi), he + 8);
	put_unaligned_le16(FIELD_PREP(IEEE80211_RADIOTAP_HE_DATA6_NSTS, rate->nss), he + 10);
}

/*
 * Fields with a type and a length, behind those that have a bit: U-SIG and EHT
 * (https://www.radiotap.org/fields/U-SIG and EHT). Older kernels do not name their parts.
 */
#define VWIFI_TAP_TLV		28
#define VWIFI_TAP_USIG		33
#define VWIFI_TAP_EHT		34
#define VWIFI_USIG_KNOWN	(BIT(0) | BIT(1))	/* PHY version, bandwidth */
#define VWIFI_USIG_WIDTH	GENMASK(17, 15)
#define VWIFI_USIG_320_2	5
#define VWIFI_USIG_TYPE		GENMASK(7, 6)
#define VWIFI_USIG_TYPE_SU	1
#define VWIFI_EHT_KNOWN_GI	BIT(2)
#define VWIFI_EHT_KNOWN_RU	BIT(22)
#define VWIFI_EHT_DATA0_GI	GENMASK(8, 7)
#define VWIFI_EHT_DATA1_RU	GENMASK(4, 0)
#define VWIFI_EHT_DATA_WORDS	9
#define VWIFI_EHT_USER_KNOWN	(BIT(1) | BIT(2) | BIT(4) | BIT(7))	/* MCS, coding, streams; whose */
#define VWIFI_EHT_USER_LDPC	BIT(19)
#define VWIFI_EHT_USER_MCS	GENMASK(23, 20)
#define VWIFI_EHT_USER_NSS	GENMASK(27, 24)

/* Room for a field of @words of 32 bits, all 0. */
static u8 *vwifi_radiotap_tlv(struct vwifi_radiotap *to, u16 type, unsigned int words)
{
	u8 *field = vwifi_radiotap_field(to, VWIFI_TAP_TLV, 4, 4 + 4 * words);

	put_unaligned_le16(type, field);
	put_unaligned_le16(4 * words, field + 2);
	memset(field + 4, 0, 4 * words);
	return field + 4;
}

/* The resource unit as radiotap numbers it: 242 tones are 3, what goes together comes after all else. */
static unsigned int vwifi_radiotap_ru(const struct rate_info *rate)
{
	static const u8 multiple[] = {
		[NL80211_RATE_INFO_EHT_RU_ALLOC_484P242] = 10,
		[NL80211_RATE_INFO_EHT_RU_ALLOC_996P484] = 11,
		[NL80211_RATE_INFO_EHT_RU_ALLOC_996P484P242] = 12,
		[NL80211_RATE_INFO_EHT_RU_ALLOC_2x996P484] = 13,
		[NL80211_RATE_INFO_EHT_RU_ALLOC_3x996] = 14,
		[NL80211_RATE_INFO_EHT_RU_ALLOC_3x996P484] = 15,
	};

	if (rate->bw == RATE_INFO_BW_EHT_RU && rate->eht_ru_alloc < ARRAY_SIZE(multiple))
		return multiple[rate->eht_ru_alloc];
	return 3 + vwifi_radiotap_width(rate);
}

/* A frame to one receiver: an EHT MU PPDU that is called SU. @center: MHz, tells one 320 MHz from the other. */
static void vwifi_radiotap_eht(struct vwifi_radiotap *to, const struct rate_info *rate, u16 center)
{
	u8 *usig = vwifi_radiotap_tlv(to, VWIFI_TAP_USIG, 3), *eht;
	unsigned int width = vwifi_radiotap_width(rate);

	/* The first set of 320 MHz has its centres at channels 31, 95 and 159; the second between them. */
	if (width == 4 && (ieee80211_frequency_to_channel(center) - 31) % 64)
		width = VWIFI_USIG_320_2;
	put_unaligned_le32(VWIFI_USIG_KNOWN | FIELD_PREP(VWIFI_USIG_WIDTH, width), usig);
	put_unaligned_le32(FIELD_PREP(VWIFI_USIG_TYPE, VWIFI_USIG_TYPE_SU), usig + 4);
	put_unaligned_le32(VWIFI_USIG_TYPE, usig + 8);

	eht = vwifi_radiotap_tlv(to, VWIFI_TAP_EHT, 1 + VWIFI_EHT_DATA_WORDS + 1);
	put_unaligned_le32(VWIFI_EHT_KNOWN_GI | VWIFI_EHT_KNOWN_RU, eht);
	put_unaligned_le32(FIELD_PREP(VWIFI_EHT_DATA0_GI, rate->eht_gi), eht + 4);
	put_unaligned_le32(FIELD_PREP(VWIFI_EHT_DATA1_RU, vwifi_radiotap_ru(rate)), eht + 8);
	put_unaligned_le32(VWIFI_EHT_USER_KNOWN | VWIFI_EHT_USER_LDPC |
			   FIELD_PREP(VWIFI_EHT_USER_MCS, rate->mcs) |
			   FIELD_PREP(VWIFI_EHT_USER_NSS, rate->nss - 1),
			   eht + 4 + 4 * VWIFI_EHT_DATA_WORDS);
}

static u16 vwifi_radiotap_channel(u16 freq, const struct rate_info *rate)
{
	static const u16 clocks[] = { 0, IEEE80211_CHAN_HALF, IEEE80211_CHAN_QUARTER };
	u16 flags = (freq < 3000 ? IEEE80211_CHAN_2GHZ : IEEE80211_CHAN_5GHZ) | clocks[vwifi_rate_slow(rate)];

	if (rate->flags)
		return flags | IEEE80211_CHAN_OFDM;
	switch (rate->legacy) {
	case 10:
	case 20:
	case 55:
	case 110:
		return flags | IEEE80211_CHAN_CCK;
	default:
		return flags | IEEE80211_CHAN_OFDM;
	}
}

/* Where a frame is, and how strong: as it was sent, or as @to reads it where that is not NULL. */
static void vwifi_radiotap_air(struct vwifi_radiotap *tap, const struct vwifi_radio *to,
			       const struct vwifi_emission *emission)
{
	u8 *channel = vwifi_radiotap_field(tap, IEEE80211_RADIOTAP_CHANNEL, 2, 4);

	put_unaligned_le16(emission->freq, channel);
	put_unaligned_le16(vwifi_radiotap_channel(emission->freq, &emission->rate), channel + 2);
	if (to)
		vwifi_radiotap_u8(tap, IEEE80211_RADIOTAP_DBM_ANTSIGNAL,
				  vwifi_link_signal(emission->from, to));
	else
		vwifi_radiotap_u8(tap, IEEE80211_RADIOTAP_DBM_TX_POWER,
				  MBM_TO_DBM(READ_ONCE(emission->from->tx_power_mbm)));
}

/* What became of a frame, as its transmitter knows it. */
static u16 vwifi_radiotap_tx_flags(const struct vwifi_emission *emission)
{
	if (emission->no_ack)
		return IEEE80211_RADIOTAP_F_TX_NOACK;
	return emission->unicast && !emission->acker ? IEEE80211_RADIOTAP_F_TX_FAIL : 0;
}

/**
 * vwifi_radiotap_push - writes the header of a frame as one watcher sees it
 * @mpdu: the frame, with room before it
 * @watcher: who sees it
 * @emission: what is known of it
 *
 * Who transmits it learns what became of it, and nothing else: programs know their
 * own frames by that. Everybody else reads its signal, but for the tap, which is
 * everywhere: it is told all that there is to tell. Called under RCU.
 */
void vwifi_radiotap_push(struct sk_buff *mpdu, const struct vwifi_watcher *watcher,
			 const struct vwifi_emission *emission)
{
	const struct vwifi_radio *to = watcher->vif ? watcher->vif->radio : NULL;
	bool own = to && to == emission->from, transmitted = !to || own;
	const struct rate_info *rate = &emission->rate;
	struct vwifi_radiotap tap = { .len = sizeof(struct ieee80211_radiotap_header) };
	struct ieee80211_radiotap_header *hdr = (void *)tap.bytes;

	if (!own) {
		put_unaligned_le64(vwifi_tsf(),
				   vwifi_radiotap_field(&tap, IEEE80211_RADIOTAP_TSFT, 8, 8));
		vwifi_radiotap_u8(&tap, IEEE80211_RADIOTAP_FLAGS, 0);
	}
	if (!rate->flags)
		vwifi_radiotap_u8(&tap, IEEE80211_RADIOTAP_RATE, rate->legacy / 5 >> vwifi_rate_slow(rate));
	if (!own)
		vwifi_radiotap_air(&tap, to, emission);
	if (!transmitted)
		vwifi_radiotap_u16(&tap, IEEE80211_RADIOTAP_RX_FLAGS, 0);
	if (transmitted) {
		vwifi_radiotap_u16(&tap, IEEE80211_RADIOTAP_TX_FLAGS,
				   vwifi_radiotap_tx_flags(emission));
		vwifi_radiotap_u8(&tap, IEEE80211_RADIOTAP_DATA_RETRIES,
				  min(emission->retries, 255U));
	}
	if (rate->flags & RATE_INFO_FLAGS_MCS)
		vwifi_radiotap_ht(&tap, rate);
	else if (rate->flags & RATE_INFO_FLAGS_VHT_MCS)
		vwifi_radiotap_vht(&tap, rate);
	else if (rate->flags & RATE_INFO_FLAGS_HE_MCS)
		vwifi_radiotap_he(&tap, rate);
	else if (rate->flags & RATE_INFO_FLAGS_EHT_MCS)
		vwifi_radiotap_eht(&tap, rate, emission->center);

	hdr->it_len = cpu_to_le16(tap.len);
	hdr->it_present = cpu_to_le32(tap.present);
	memcpy(skb_push(mpdu, tap.len), tap.bytes, tap.len);
}

/**
 * vwifi_radiotap_read - looks at the header of an injected frame
 * @skb: the frame, linear
 * @trailer: how many octets behind the frame are no part of it: an FCS
 *
 * Return: the header's length, or -EINVAL for one that is none.
 */
int vwifi_radiotap_read(const struct sk_buff *skb, unsigned int *trailer)
{
	struct ieee80211_radiotap_iterator iterator;
	int len, err;

	*trailer = 0;
	if (skb->len < sizeof(struct ieee80211_radiotap_header))
		return -EINVAL;
	err = ieee80211_radiotap_iterator_init(&iterator, (void *)skb->data, skb->len, NULL);
	if (err)
		return -EINVAL;
	len = ieee80211_get_radiotap_len(skb->data);
	while (!(err = ieee80211_radiotap_iterator_next(&iterator)))
		if (iterator.this_arg_index == IEEE80211_RADIOTAP_FLAGS &&
		    *iterator.this_arg & IEEE80211_RADIOTAP_F_FCS)
			*trailer = FCS_LEN;
	if (err != -ENOENT || skb->len < len + *trailer)
		return -EINVAL;
	return len;
}
