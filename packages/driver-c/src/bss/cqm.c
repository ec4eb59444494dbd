// SPDX-License-Identifier: MIT OR GPL-2.0
/* The thresholds of connection quality monitoring. With the wiphy mutex held. */
#include "mgmt/mgmt.h"
#include "bss.h"

int vwifi_set_cqm_rssi_config(struct wiphy *wiphy, struct net_device *dev, s32 threshold, u32 hysteresis)
{
	struct vwifi_mlme *mlme = &vwifi_vif(dev)->mlme;

	mlme->cqm_threshold = threshold;
	mlme->cqm_hysteresis = hysteresis;
	mlme->cqm_last = 0;
	return 0;
}

/* Tells user space when the access point's signal has crossed the threshold. Wiphy mutex held. */
void vwifi_cqm_check(struct vwifi_vif *vif)
{
	struct vwifi_mlme *mlme = &vif->mlme;
	enum nl80211_cqm_rssi_threshold_event event;
	int signal;

	if (!mlme->cqm_threshold)
		return;
	signal = vwifi_mgmt_signal(vif->radio, mlme->bssid);
	if (signal < mlme->cqm_threshold &&
	    (!mlme->cqm_last || signal <= mlme->cqm_last - (int)mlme->cqm_hysteresis))
		event = NL80211_CQM_RSSI_THRESHOLD_EVENT_LOW;
	else if (signal > mlme->cqm_threshold &&
		 (!mlme->cqm_last || signal >= mlme->cqm_last + (int)mlme->cqm_hysteresis))
		event = NL80211_CQM_RSSI_THRESHOLD_EVENT_HIGH;
	else
		return;
	/* Still on the same side of it. */
	if (mlme->cqm_last &&
	    (mlme->cqm_last < mlme->cqm_threshold) == (signal < mlme->cqm_threshold))
		return;
	mlme->cqm_last = signal;
	cfg80211_cqm_rssi_notify(vif->dev, event, signal, GFP_KERNEL);
}
