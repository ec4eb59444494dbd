// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Ethernet frames as data frames of a mesh, and back (IEEE Std 802.11-2020, 9.3.5 and table 9-43).
 * Unicast frames have four addresses, of both members of the hop and of both ends in the mesh;
 * group frames three. Ends that lie behind members follow in the Mesh Control field.
 */
#include <linux/etherdevice.h>

#include "frame.h"

#define VWIFI_MESH_CONTROL_LEN	offsetof(struct ieee80211s_hdr, eaddr1)

/* Writes the header and returns its length. */
static unsigned int vwifi_mesh_header(u8 *to, const u8 *ra, const u8 *ta,
				      const struct vwifi_mesh_control *control, u16 sequence, int qos)
{
	struct ieee80211_hdr_3addr *hdr = (void *)to;
	bool group = is_multicast_ether_addr(ra);
	unsigned int len = sizeof(*hdr);

	hdr->frame_control = cpu_to_le16(IEEE80211_FTYPE_DATA | IEEE80211_STYPE_QOS_DATA |
					 IEEE80211_FCTL_FROMDS | (group ? 0 : IEEE80211_FCTL_TODS));
	hdr->duration_id = 0;
	hdr->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(sequence));
	ether_addr_copy(hdr->addr1, ra);
	ether_addr_copy(hdr->addr2, ta);
	if (group) {
		ether_addr_copy(hdr->addr3, control->sa);
	} else {
		ether_addr_copy(hdr->addr3, control->da);
		ether_addr_copy(to + len, control->sa);
		len += ETH_ALEN;
	}
	put_unaligned_le16(max(qos, 0) | IEEE80211_QOS_CTL_MESH_CONTROL_PRESENT, to + len);
	return len + IEEE80211_QOS_CTL_LEN;
}

/**
 * vwifi_mesh_put - writes an Ethernet frame as a mesh data frame in the clear
 * @mpdu: where to; has VWIFI_MESH_GROWTH octets more room than @ethernet is long
 * @ethernet: from its header on; needs not be linear
 * @ra: the next member, or a group
 * @ta: who transmits
 * @control: what its Mesh Control field says
 * @sequence: its number on this hop
 * @qos: the QoS Control field; -1: nobody asked for a priority
 */
void vwifi_mesh_put(struct sk_buff *mpdu, const struct sk_buff *ethernet, const u8 *ra, const u8 *ta,
		    const struct vwifi_mesh_control *control, u16 sequence, int qos)
{
	struct ethhdr space;
	const struct ethhdr *eth = skb_header_pointer(ethernet, 0, sizeof(space), &space);
	u8 header[VWIFI_MSDU_HEADER] __aligned(2);
	struct ieee80211s_hdr mesh = {
		.ttl = control->ttl,
		.seqnum = cpu_to_le32(control->seq),
	};
	unsigned int len = VWIFI_MESH_CONTROL_LEN;

	skb_put_data(mpdu, header, vwifi_mesh_header(header, ra, ta, control, sequence, qos));
	if (control->extended && is_multicast_ether_addr(ra)) {
		mesh.flags = MESH_FLAGS_AE_A4;
		memcpy(mesh.eaddr1, eth->h_source, ETH_ALEN);
		len += ETH_ALEN;
	} else if (control->extended) {
		mesh.flags = MESH_FLAGS_AE_A5_A6;
		memcpy(mesh.eaddr1, eth->h_dest, ETH_ALEN);
		memcpy(mesh.eaddr2, eth->h_source, ETH_ALEN);
		len += 2 * ETH_ALEN;
	}
	skb_put_data(mpdu, &mesh, len);
	vwifi_msdu_put_payload(mpdu, ethernet);
}

/**
 * vwifi_mesh_take - makes an Ethernet frame of a mesh data frame
 * @mpdu: the frame in the clear, linear, with a whole header that says FromDS and QoS;
 *	afterwards from its Ethernet header on
 * @control: takes what its Mesh Control field says
 *
 * Return: 0; -EINVAL for a frame too short, or one that is none of a mesh.
 */
int vwifi_mesh_take(struct sk_buff *mpdu, struct vwifi_mesh_control *control)
{
	const struct ieee80211_hdr *hdr = (const void *)mpdu->data;
	unsigned int hdr_len = ieee80211_hdrlen(hdr->frame_control);
	bool group = is_multicast_ether_addr(hdr->addr1);
	const struct ieee80211s_hdr *mesh = (const void *)(mpdu->data + hdr_len);
	unsigned int len = VWIFI_MESH_CONTROL_LEN;
	u8 da[ETH_ALEN], sa[ETH_ALEN];
	u8 extension;

	if (mpdu->len < hdr_len + len + VWIFI_LLC_LEN)
		return -EINVAL;
	extension = mesh->flags & MESH_FLAGS_AE;
	if (extension && extension != (group ? MESH_FLAGS_AE_A4 : MESH_FLAGS_AE_A5_A6))
		return -EINVAL;
	if (extension)
		len += group ? ETH_ALEN : 2 * ETH_ALEN;
	if (mpdu->len < hdr_len + len + VWIFI_LLC_LEN)
		return -EINVAL;
	control->ttl = mesh->ttl;
	control->seq = le32_to_cpu(mesh->seqnum);
	control->extended = extension;
	ether_addr_copy(control->da, group ? hdr->addr1 : hdr->addr3);
	ether_addr_copy(control->sa, group ? hdr->addr3 : hdr->addr4);
	memcpy(da, extension && !group ? mesh->eaddr1 : control->da, ETH_ALEN);
	memcpy(sa, !extension ? control->sa : group ? mesh->eaddr1 : mesh->eaddr2, ETH_ALEN);
	skb_pull(mpdu, hdr_len + len);
	vwifi_msdu_take_payload(mpdu, da, sa);
	return 0;
}
