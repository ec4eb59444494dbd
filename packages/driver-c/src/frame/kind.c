// SPDX-License-Identifier: MIT OR GPL-2.0
/* What kind of frame one is, by its octets: for who matches frames. */
#include "frame.h"

#define VWIFI_EAPOL_KEY		3	/* packet type (IEEE Std 802.1X-2020, table 11-3) */

/* Key Information (802.11-2020, figure 12-36). */
#define VWIFI_KEY_INFO_PAIRWISE	BIT(3)
#define VWIFI_KEY_INFO_ACK	BIT(7)
#define VWIFI_KEY_INFO_MIC	BIT(8)
#define VWIFI_KEY_INFO_SEALED	BIT(12)

/* An EAPOL-Key frame, up to the nonce (802.11-2020, figure 12-35). */
struct vwifi_eapol_key {
	u8 version;
	u8 type;
	__be16 length;
	u8 descriptor;
	__be16 info;
	__be16 key_length;
	__be64 replay;
	u8 nonce[32];
} __packed;

/*
 * Which message of a handshake an EAPOL frame is, or 0. The length of a MIC is a matter of the
 * AKM, which is not told here: the fourth message is the one without a nonce (12.7.6.5).
 */
static u8 vwifi_eapol_message(const struct sk_buff *skb)
{
	struct vwifi_eapol_key space;
	const struct vwifi_eapol_key *key;
	u16 info;

	key = skb_header_pointer(skb, ETH_HLEN, sizeof(space), &space);
	if (!key || key->type != VWIFI_EAPOL_KEY)
		return 0;
	info = be16_to_cpu(key->info);
	if (!(info & VWIFI_KEY_INFO_PAIRWISE))
		return info & VWIFI_KEY_INFO_ACK ? VWIFI_EAPOL_GROUP_1 : VWIFI_EAPOL_GROUP_2;
	if (info & VWIFI_KEY_INFO_ACK)
		return info & (VWIFI_KEY_INFO_MIC | VWIFI_KEY_INFO_SEALED) ? VWIFI_EAPOL_MESSAGE_3 :
									    VWIFI_EAPOL_MESSAGE_1;
	return memchr_inv(key->nonce, 0, sizeof(key->nonce)) ? VWIFI_EAPOL_MESSAGE_2 :
							       VWIFI_EAPOL_MESSAGE_4;
}

/* The data frame that an Ethernet frame becomes; @qos: its QoS Control field, negative for none. */
struct vwifi_frame_kind vwifi_kind_of_data(const struct sk_buff *skb, int qos)
{
	struct vwifi_frame_kind kind = {
		.type = VWIFI_FRAME_TYPE_DATA,
		.subtype = qos < 0 ? 0 : IEEE80211_STYPE_QOS_DATA >> 4,
	};

	if (eth_hdr(skb)->h_proto == htons(ETH_P_PAE))
		kind.eapol = vwifi_eapol_message(skb);
	return kind;
}

/* A frame by its frame control field. */
struct vwifi_frame_kind vwifi_kind_of(__le16 frame_control)
{
	u16 control = le16_to_cpu(frame_control);

	return (struct vwifi_frame_kind){
		.type = (control & IEEE80211_FCTL_FTYPE) >> 2,
		.subtype = (control & IEEE80211_FCTL_STYPE) >> 4,
	};
}

/*
 * Inverts an octet, the last one where there are no more of them; @from: before it nothing is
 * touched. Checksums that were left to us are made before. Returns whether it could.
 */
bool vwifi_frame_invert(struct sk_buff *skb, unsigned int from, unsigned int octet)
{
	if (skb->len <= from)
		return false;
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_csum_hwoffload_help(skb, 0))
		return false;
	skb->ip_summed = CHECKSUM_NONE;
	octet = min(from + octet, skb->len - 1);
	if (skb_ensure_writable(skb, octet + 1))
		return false;
	skb->data[octet] ^= 0xff;
	return true;
}
