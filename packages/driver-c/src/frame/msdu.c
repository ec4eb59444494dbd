// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Ethernet frames as 802.11 data frames and back: addresses by the DS bits
 * (IEEE Std 802.11-2020, table 9-30), types by LLC (IEEE Std 802-2014, 12).
 */
#include <linux/etherdevice.h>
#include <linux/ieee80211.h>
#include <linux/skbuff.h>
#include <net/checksum.h>

#include "frame.h"

static const u8 vwifi_rfc1042[6] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00 };
static const u8 vwifi_tunnel[6] = { 0xaa, 0xaa, 0x03, 0x00, 0x00, 0xf8 };

/* Two protocols that RFC 1042 is not for (IEEE Std 802.1H). */
static bool vwifi_is_tunnelled(__be16 type)
{
	return type == htons(ETH_P_AARP) || type == htons(ETH_P_IPX);
}

/* Appends what follows behind the first @skip octets of an Ethernet frame. */
static void vwifi_msdu_body(struct sk_buff *mpdu, const struct sk_buff *ethernet, unsigned int skip)
{
	unsigned int len = ethernet->len - skip;
	u8 *body = skb_put(mpdu, len);
	__wsum sum;
	int start;

	skb_copy_bits(ethernet, skip, body, len);
	/* SCTP's CRC is the wire's business; a capture shows it as it is. */
	if (ethernet->ip_summed != CHECKSUM_PARTIAL || vwifi_sum_is_sctp(ethernet))
		return;
	start = skb_checksum_start_offset(ethernet) - skip;
	if (start < 0 || start + ethernet->csum_offset + sizeof(__sum16) > len)
		return;
	sum = csum_partial(body + start, len - start, 0);
	put_unaligned(csum_fold(sum) ?: CSUM_MANGLED_0,
		      (__sum16 *)(body + start + ethernet->csum_offset));
}

/* Writes the header and returns its length. */
static unsigned int vwifi_msdu_header(u8 *to, const struct ethhdr *eth, enum vwifi_ds ds,
				      const u8 *ta, const u8 *bssid, u16 sequence, int qos)
{
	struct ieee80211_hdr_3addr *hdr = (void *)to;
	unsigned int len = sizeof(*hdr);
	u16 control = IEEE80211_FTYPE_DATA | IEEE80211_STYPE_DATA;

	switch (ds) {
	case VWIFI_DS_TO:
		control |= IEEE80211_FCTL_TODS;
		ether_addr_copy(hdr->addr1, bssid);
		ether_addr_copy(hdr->addr2, ta);
		ether_addr_copy(hdr->addr3, eth->h_dest);
		break;
	case VWIFI_DS_FROM:
		control |= IEEE80211_FCTL_FROMDS;
		ether_addr_copy(hdr->addr1, eth->h_dest);
		ether_addr_copy(hdr->addr2, ta);
		ether_addr_copy(hdr->addr3, eth->h_source);
		break;
	case VWIFI_DS_BOTH:
		control |= IEEE80211_FCTL_TODS | IEEE80211_FCTL_FROMDS;
		ether_addr_copy(hdr->addr1, bssid);
		ether_addr_copy(hdr->addr2, ta);
		ether_addr_copy(hdr->addr3, eth->h_dest);
		ether_addr_copy(to + len, eth->h_source);
		len += ETH_ALEN;
		break;
	default:
		ether_addr_copy(hdr->addr1, eth->h_dest);
		ether_addr_copy(hdr->addr2, ta);
		ether_addr_copy(hdr->addr3, bssid);
		break;
	}
	if (qos >= 0) {
		control |= IEEE80211_STYPE_QOS_DATA;
		put_unaligned_le16(qos, to + len);
		len += IEEE80211_QOS_CTL_LEN;
	}
	hdr->frame_control = cpu_to_le16(control);
	hdr->duration_id = 0;
	hdr->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(sequence));
	return len;
}

static const u8 *vwifi_msdu_snap(const struct ethhdr *eth)
{
	return vwifi_is_tunnelled(eth->h_proto) ? vwifi_tunnel : vwifi_rfc1042;
}

/* Appends LLC and what an Ethernet frame carries. Growth: VWIFI_LLC_LEN less ETH_HLEN. */
void vwifi_msdu_put_payload(struct sk_buff *mpdu, const struct sk_buff *ethernet)
{
	struct ethhdr space;
	const struct ethhdr *eth = skb_header_pointer(ethernet, 0, sizeof(space), &space);
	unsigned int skip = ETH_HLEN;

	if (eth_proto_is_802_3(eth->h_proto)) {
		skb_put_data(mpdu, vwifi_msdu_snap(eth), sizeof(vwifi_rfc1042));
		skip -= sizeof(eth->h_proto);
	}
	vwifi_msdu_body(mpdu, ethernet, skip);
}

/**
 * vwifi_msdu_put - writes an Ethernet frame as a data frame in the clear
 * @mpdu: where to; has VWIFI_MSDU_GROWTH octets more room than @ethernet is long
 * @ethernet: from its header on; needs not be linear
 * @ds: between whom
 * @ta: who transmits
 * @bssid: in which BSS; with four addresses, who receives it
 * @sequence: its number
 * @qos: the QoS Control field; -1: there is none
 *
 * A checksum that the stack left to the device is filled in.
 */
void vwifi_msdu_put(struct sk_buff *mpdu, const struct sk_buff *ethernet, enum vwifi_ds ds,
		    const u8 *ta, const u8 *bssid, u16 sequence, int qos)
{
	struct ethhdr space;
	const struct ethhdr *eth = skb_header_pointer(ethernet, 0, sizeof(space), &space);
	u8 header[VWIFI_MSDU_HEADER] __aligned(2);

	skb_put_data(mpdu, header, vwifi_msdu_header(header, eth, ds, ta, bssid, sequence, qos));
	vwifi_msdu_put_payload(mpdu, ethernet);
}

/**
 * vwifi_msdu_make - makes a data frame of an Ethernet frame, in place
 * @skb: from its Ethernet header on; its head is its owner's alone and has room
 *	for VWIFI_MSDU_GROWTH octets more
 * @ds: between whom
 * @ta: who transmits
 * @bssid: in which BSS; with four addresses, who receives it
 * @sequence: its number
 * @qos: the QoS Control field; -1: there is none
 */
void vwifi_msdu_make(struct sk_buff *skb, enum vwifi_ds ds, const u8 *ta, const u8 *bssid,
		     u16 sequence, int qos)
{
	u8 header[VWIFI_MSDU_HEADER] __aligned(2);
	unsigned int len;
	struct ethhdr eth;

	memcpy(&eth, skb->data, sizeof(eth));
	skb_pull(skb, ETH_HLEN);
	if (eth_proto_is_802_3(eth.h_proto)) {
		skb_push(skb, sizeof(eth.h_proto));
		memcpy(skb_push(skb, sizeof(vwifi_rfc1042)), vwifi_msdu_snap(&eth),
		       sizeof(vwifi_rfc1042));
	}
	len = vwifi_msdu_header(header, &eth, ds, ta, bssid, sequence, qos);
	memcpy(skb_push(skb, len), header, len);
}

/*
 * What an MSDU of @len octets says of its type; returns how many octets in front
 * of its payload do.
 */
static unsigned int vwifi_msdu_type(const u8 *msdu, unsigned int len, __be16 *type)
{
	memcpy(type, msdu + sizeof(vwifi_rfc1042), sizeof(*type));
	if ((!memcmp(msdu, vwifi_rfc1042, sizeof(vwifi_rfc1042)) && !vwifi_is_tunnelled(*type)) ||
	    !memcmp(msdu, vwifi_tunnel, sizeof(vwifi_tunnel)))
		return VWIFI_LLC_LEN;
	*type = htons(min(len, 1500U));
	return 0;
}

/* Makes an Ethernet frame of an MSDU that has VWIFI_LLC_LEN octets at least, and as much room before it. */
void vwifi_msdu_take_payload(struct sk_buff *msdu, const u8 *da, const u8 *sa)
{
	__be16 type;
	u8 *eth;

	skb_pull(msdu, vwifi_msdu_type(msdu->data, msdu->len, &type));
	eth = skb_push(msdu, ETH_HLEN);
	memcpy(eth, da, ETH_ALEN);
	memcpy(eth + ETH_ALEN, sa, ETH_ALEN);
	memcpy(eth + 2 * ETH_ALEN, &type, sizeof(type));
	skb_reset_mac_header(msdu);
}

/**
 * vwifi_msdu_take - makes an Ethernet frame of a data frame
 * @mpdu: the frame in the clear, linear, with a whole header; afterwards from its
 *	Ethernet header on
 *
 * Return: 0, or -EINVAL for a frame too short.
 */
int vwifi_msdu_take(struct sk_buff *mpdu)
{
	const struct ieee80211_hdr_3addr *hdr = (const void *)mpdu->data;
	unsigned int hdr_len = ieee80211_hdrlen(hdr->frame_control);
	bool to_ds = ieee80211_has_tods(hdr->frame_control);
	bool from_ds = ieee80211_has_fromds(hdr->frame_control);
	u8 da[ETH_ALEN], sa[ETH_ALEN];

	if (mpdu->len < hdr_len + VWIFI_LLC_LEN)
		return -EINVAL;
	ether_addr_copy(da, to_ds ? hdr->addr3 : hdr->addr1);
	ether_addr_copy(sa, !from_ds ? hdr->addr2 : !to_ds ? hdr->addr3 : (const u8 *)(hdr + 1));
	skb_pull(mpdu, hdr_len);
	vwifi_msdu_take_payload(mpdu, da, sa);
	return 0;
}

/**
 * vwifi_amsdu_begin - begins a data frame that carries several (802.11-2020, 9.3.2.2.2)
 * @mpdu: where to
 * @ds: between whom
 * @ra: who receives all of them
 * @ta: who transmits
 * @bssid: in which BSS
 * @sequence: its number
 * @qos: the QoS Control field, but for what tells that there are several
 */
void vwifi_amsdu_begin(struct sk_buff *mpdu, enum vwifi_ds ds, const u8 *ra, const u8 *ta,
		       const u8 *bssid, u16 sequence, u8 qos)
{
	u8 header[VWIFI_MSDU_HEADER] __aligned(2);
	struct ethhdr eth;

	/* The ends are in the parts: here, the BSSID is in their place (table 9-30). */
	ether_addr_copy(eth.h_dest, ds == VWIFI_DS_TO ? bssid : ra);
	ether_addr_copy(eth.h_source, bssid);
	skb_put_data(mpdu, header,
		     vwifi_msdu_header(header, &eth, ds, ta, bssid, sequence,
				       qos | IEEE80211_QOS_CTL_A_MSDU_PRESENT));
}

static unsigned int vwifi_amsdu_offset(const struct sk_buff *mpdu)
{
	return ieee80211_hdrlen(((const struct ieee80211_hdr *)mpdu->data)->frame_control);
}

/**
 * vwifi_amsdu_add - adds an Ethernet frame to those that a data frame carries
 * @mpdu: from vwifi_amsdu_begin(); has VWIFI_AMSDU_GROWTH octets more room than @ethernet is long
 * @ethernet: from its header on; needs not be linear
 *
 * A checksum that the stack left to the device is filled in.
 */
void vwifi_amsdu_add(struct sk_buff *mpdu, const struct sk_buff *ethernet)
{
	struct ethhdr space;
	const struct ethhdr *eth = skb_header_pointer(ethernet, 0, sizeof(space), &space);
	unsigned int skip = ETH_HLEN, at, filled = mpdu->len - vwifi_amsdu_offset(mpdu);

	/* All but the last one are padded to four octets. */
	skb_put_zero(mpdu, ALIGN(filled, 4) - filled);
	at = mpdu->len;
	skb_put_data(mpdu, eth, ETH_HLEN);
	if (eth_proto_is_802_3(eth->h_proto)) {
		skb_put_data(mpdu, vwifi_msdu_snap(eth), sizeof(vwifi_rfc1042));
		skip -= sizeof(eth->h_proto);
	}
	vwifi_msdu_body(mpdu, ethernet, skip);
	put_unaligned_be16(mpdu->len - at - ETH_HLEN, mpdu->data + at + 2 * ETH_ALEN);
}

/**
 * vwifi_amsdu_next - copies an Ethernet frame out of a data frame that carries several
 * @mpdu: the frame in the clear, linear, with a whole header
 * @offset: where its next part is; 0 at first
 * @headroom: to have before the Ethernet frame
 * @tailroom: and behind it
 *
 * Return: the frame, from its Ethernet header on; NULL: there are no more; an
 * ERR_PTR: -EINVAL where the parts do not fit into their frame, -ENOMEM.
 */
struct sk_buff *vwifi_amsdu_next(const struct sk_buff *mpdu, unsigned int *offset,
				 unsigned int headroom, unsigned int tailroom)
{
	unsigned int begin = vwifi_amsdu_offset(mpdu), len, left;
	struct sk_buff *skb;
	const u8 *part;
	__be16 type;

	*offset = *offset ?: begin;
	part = mpdu->data + *offset;
	left = mpdu->len - *offset;
	if (!left)
		return NULL;
	if (left < ETH_HLEN + VWIFI_LLC_LEN)
		return ERR_PTR(-EINVAL);
	/* A plain frame, whose bit for this nobody authenticated (CVE-2020-24588). */
	if (!memcmp(part, vwifi_rfc1042, sizeof(vwifi_rfc1042)))
		return ERR_PTR(-EINVAL);
	len = get_unaligned_be16(part + 2 * ETH_ALEN);
	if (len < VWIFI_LLC_LEN || len > left - ETH_HLEN)
		return ERR_PTR(-EINVAL);
	*offset = min(mpdu->len, begin + ALIGN(*offset + ETH_HLEN + len - begin, 4));

	skb = __netdev_alloc_skb(NULL, headroom + ETH_HLEN + len + tailroom, GFP_ATOMIC);
	if (!skb)
		return ERR_PTR(-ENOMEM);
	skb_reserve(skb, headroom);
	skb_put_data(skb, part, 2 * ETH_ALEN);
	part += ETH_HLEN;
	left = vwifi_msdu_type(part, len, &type);
	skb_put_data(skb, &type, sizeof(type));
	skb_put_data(skb, part + left, len - left);
	skb_reset_mac_header(skb);
	return skb;
}
