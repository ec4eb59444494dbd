/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* A temporal key, and how a frame is protected with one. key/ makes, compares and frees them. */
#ifndef VWIFI_CORE_KEY_H
#define VWIFI_CORE_KEY_H

#include <linux/ieee80211.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define VWIFI_N_PAIRWISE_KEYS	4	/* ids 0 to 3 (802.11-2020, 12.7.2) */
#define VWIFI_N_KEYS		8	/* 0-3 data, 4-5 IGTK, 6-7 BIGTK */
#define VWIFI_MAX_KEY_LEN	32
#define VWIFI_PN_LEN		6
#define VWIFI_RX_MGMT		16	/* behind those of the 16 TIDs (802.11-2020, 12.5.3.4.4) */
#define VWIFI_N_RX_COUNTERS	(VWIFI_RX_MGMT + 1)

/* Of management frames ids 4 and 5, behind those of data, and of beacons 6 and 7. */
#define VWIFI_N_IGTKS		2
#define VWIFI_FIRST_IGTK	VWIFI_N_PAIRWISE_KEYS
#define VWIFI_FIRST_BIGTK	(VWIFI_FIRST_IGTK + VWIFI_N_IGTKS)

/* A temporal key. Shared with RCU readers; material never changes. */
struct vwifi_key {
	unsigned long id;		/* of this material, never used twice */
	unsigned long opens;		/* id of the key that it last opened; READ_ONCE */
	u32 cipher;
	u8 index;
	u8 len;
	bool pairwise;
	bool unused;			/* has opened nothing yet; READ_ONCE */
	bool retired;			/* a later group key is in use; READ_ONCE */
	u8 material[VWIFI_MAX_KEY_LEN];	/* zero padded */
	atomic64_t tx_pn;		/* the last packet number sent with it */
	spinlock_t rx_lock;		/* protects rx_pn */
	u64 rx_pn[VWIFI_N_RX_COUNTERS];	/* the last packet numbers accepted */
	struct vwifi_crypt *crypt;	/* round keys; NULL for WEP and TKIP, which need none */
	struct rcu_head rcu;
};

/* A frame's protection, as it is on the air: the key it was sent with. */
struct vwifi_protection {
	struct vwifi_key *key;		/* NULL: sent in the clear */
	u64 pn;				/* 0: drawn from the key when the frame is received */
	u32 origin;			/* id of the radio that the frame comes from, before any relay */
	u8 counter;			/* which of the receiver's counters: the TID, or VWIFI_RX_MGMT */
	bool sealed;			/* a management frame as it came from the wire: to be opened */
	bool four_addr;			/* a data frame with four addresses */
	bool accepted;			/* its number was, with another frame of its A-MSDU */
};

enum vwifi_mgmt_protection {
	VWIFI_MGMT_PLAIN,
	VWIFI_MGMT_PROTECTED,
	VWIFI_MGMT_BAD,
};

/*
 * WEP alone uses its default keys for unicast frames too, and knows no replay
 * (802.11-2020, 12.3).
 */
static inline bool vwifi_key_is_wep(const struct vwifi_key *key)
{
	return key->cipher == WLAN_CIPHER_SUITE_WEP40 || key->cipher == WLAN_CIPHER_SUITE_WEP104;
}

#endif /* VWIFI_CORE_KEY_H */
