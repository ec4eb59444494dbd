// SPDX-License-Identifier: MIT OR GPL-2.0
/* What kind of frame one is, by its octets: for who matches frames. */
#include "frame.h"

/*
 * Which message of a handshake an EAPOL frame is, or 0. The length of a MIC is a matter of the
 * AKM, which is not told here: the fourth message is the one without a nonce (12.7.6.5).
 */
static u8 vwifi_eapol_message(const struct sk_buff *skb)
{
	/* Up to the nonce: what follows has another length with each AKM. */
	u8 space[offsetofend(struct vwifi_eapol_key, nonce)];
	const struct vwifi_eapol_key *key;
	u16 info;

	key = skb_header_pointer(skb, ETH_HLEN, sizeof(space), space);
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

/* Whether a frame of IEEE 802.1X, from its Ethernet header on, is of a handshake of keys. */
bool vwifi_is_eapol_key(const struct sk_buff *skb)
{
	u8 space;
	const u8 *type = skb_header_pointer(skb, ETH_HLEN + offsetof(struct vwifi_eapol_key, type), 1, &space);

	return type && *type == VWIFI_EAPOL_KEY;
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
