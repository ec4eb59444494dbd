// SPDX-License-Identifier: MIT OR GPL-2.0
/* What every interface has from its beginning to its end: one of a net_device, a P2P device, a link of an MLD. */
#include "air/air.h"
#include "key/key.h"
#include "mgmt/mgmt.h"
#include "bss.h"

/* What an interface has from its beginning, with a net_device or without. */
void vwifi_vif_init(struct vwifi_vif *vif, struct vwifi_radio *radio, enum nl80211_iftype type)
{
	vif->radio = radio;
	vif->wdev.wiphy = radio->wiphy;
	vif->wdev.iftype = type;
	vif->default_unicast = -1;
	vif->default_multicast = -1;
	vif->default_mgmt = -1;
	vif->default_beacon = -1;
	vif->control_port = htons(ETH_P_PAE);
	skb_queue_head_init(&vif->held);
	vwifi_mlme_init(vif);
	vwifi_sme_init(vif);
	vwifi_cac_init(vif);
	vwifi_offchannel_init(vif);
	vwifi_ranging_init(vif);
	vwifi_doze_init(vif);
}

/* Nothing of it can fail any more: its radio has it. */
void vwifi_vif_enlist(struct vwifi_vif *vif)
{
	vif->serial = vif->radio->next_serial++;
	list_add_tail_rcu(&vif->list, &vif->radio->vifs);
}

/* Called when it is down, and no frame in the radio's queue finds it any more. */
void vwifi_vif_exit(struct vwifi_vif *vif)
{
	vwifi_sme_exit(vif);
	vwifi_mlme_exit(vif);
	vwifi_cac_exit(vif);
	vwifi_offchannel_exit(vif);
	vwifi_ranging_exit(vif);
	vwifi_doze_exit(vif);
	vwifi_keys_free(vif);
	vwifi_bitrate_mask_forget(vif);
	vwifi_qos_forget(vif);
}
