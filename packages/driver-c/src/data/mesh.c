// SPDX-License-Identifier: MIT OR GPL-2.0
/* One hop of a group frame in a mesh. Where frames go there is mesh/'s business. Under RCU, bottom halves disabled. */
#include "air/air.h"
#include "wire/wire.h"
#include "plane.h"

/* To those whom a member has a peering with. Returns whether any is in another kernel. */
bool vwifi_mesh_group_each(struct vwifi_transmission *tx, struct vwifi_bss *bss,
			   const struct vwifi_sta *source, const struct sk_buff *skb)
{
	const struct vwifi_air *air = tx->radio->air;
	struct vwifi_sta *sta;
	bool elsewhere = false;

	list_for_each_entry_rcu(sta, &bss->station_list, list) {
		if (sta == source || READ_ONCE(sta->plink.state) != NL80211_PLINK_ESTAB)
			continue;
		tx->to = vwifi_air_find_mesh(air, sta->addr, tx->freq);
		if (tx->to && tx->to->radio != tx->radio)
			vwifi_group_to(tx, skb);
		else if (!tx->to && vwifi_remote_find(air, sta->addr))
			elsewhere = true;
	}
	return elsewhere;
}
