/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of the air share: air.c, air-mgmt.c. */
#ifndef VWIFI_AIR_H
#define VWIFI_AIR_H

#include <linux/hashtable.h>

#include "../wire/wire.h"

#define VWIFI_ADDR_HASH_BITS	12
#define VWIFI_FREQ_HASH_BITS	6

struct vwifi_listener {
	struct hlist_node node;
	struct vwifi_vif *vif;
	u16 freq;
	u8 rank;	/* of several ears on one channel the lowest hears */
	u8 addr[ETH_ALEN];	/* that a visitor goes by */
	struct rcu_head rcu;
};

/* A neighbour's beacon goes to whom no other ear brings it. */
enum { VWIFI_EAR_HOME, VWIFI_EAR_SCAN, VWIFI_EAR_OFFCHANNEL, VWIFI_EAR_NEIGHBOUR };

/* Written under air.c's lock, read under RCU. */
extern struct hlist_head vwifi_air_by_addr[1 << VWIFI_ADDR_HASH_BITS];
extern struct hlist_head vwifi_air_residents[1 << VWIFI_FREQ_HASH_BITS];
extern struct hlist_head vwifi_air_visitors[1 << VWIFI_FREQ_HASH_BITS];
extern struct hlist_head vwifi_air_neighbours[1 << VWIFI_FREQ_HASH_BITS];

/* air.c */
bool vwifi_air_is_on(const struct vwifi_vif *vif, u16 freq);
struct vwifi_vif *vwifi_air_scans_as(const struct vwifi_radio *from, u16 freq, const u8 *ra);

/* air-mgmt.c */
void vwifi_air_take_control(struct sk_buff *skb);
void vwifi_air_deliver(struct vwifi_radio *from, struct vwifi_vif *to, u16 freq,
		       const struct sk_buff *skb, const struct vwifi_protection *protection);
void vwifi_air_tx_list(struct vwifi_radio *from, struct hlist_head *table, u16 freq,
		       const struct sk_buff *skb, const struct vwifi_protection *protection);
struct vwifi_vif *vwifi_air_acknowledger(struct vwifi_radio *from, u16 freq, const u8 *ra);
void vwifi_air_rx_beacon_frame(struct vwifi_radio *from, u16 freq, const struct sk_buff *skb,
			       const struct vwifi_protection *protection);

#endif /* VWIFI_AIR_H */
