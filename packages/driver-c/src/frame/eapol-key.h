/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* An EAPOL-Key frame (IEEE Std 802.11-2020, 12.7.2). */
#ifndef VWIFI_FRAME_EAPOL_KEY_H
#define VWIFI_FRAME_EAPOL_KEY_H

#include <linux/bits.h>
#include <linux/types.h>

#define VWIFI_EAPOL_KEY		3	/* packet type (IEEE Std 802.1X-2020, table 11-3) */
#define VWIFI_EAPOL_HEAD_LEN	4	/* of IEEE 802.1X: what is in front of what its length counts */
#define VWIFI_EAPOL_DESCRIPTOR	2	/* RSN's */

/* Key Information (802.11-2020, figure 12-36). */
#define VWIFI_KEY_INFO_VERSION	GENMASK(2, 0)
#define VWIFI_KEY_INFO_PAIRWISE	BIT(3)
#define VWIFI_KEY_INFO_INSTALL	BIT(6)
#define VWIFI_KEY_INFO_ACK	BIT(7)
#define VWIFI_KEY_INFO_MIC	BIT(8)
#define VWIFI_KEY_INFO_SECURE	BIT(9)
#define VWIFI_KEY_INFO_ERROR	BIT(10)
#define VWIFI_KEY_INFO_REQUEST	BIT(11)
#define VWIFI_KEY_INFO_SEALED	BIT(12)

#define VWIFI_NONCE_LEN		32

/* Figure 12-35, with a MIC of 16 octets; up to the nonce it is the same for all AKMs. */
struct vwifi_eapol_key {
	u8 version;
	u8 type;
	__be16 length;
	u8 descriptor;
	__be16 info;
	__be16 key_length;
	__be64 replay;
	u8 nonce[VWIFI_NONCE_LEN];
	u8 iv[16];
	u8 rsc[8];
	u8 reserved[8];
	u8 mic[16];
	__be16 data_len;
	u8 data[];
} __packed;

#endif /* VWIFI_FRAME_EAPOL_KEY_H */
