// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Who hears what became of an authentication or association: user space (and cfg80211's
 * own SME), which asked for it, or the radio's own (sme.c). With the wiphy mutex held
 * and, before 6.7, the wireless_dev's inside it.
 */
#include "mlme.h"
#include "sme.h"

/* The access point's last word in an authentication. */
void vwifi_tell_auth(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len)
{
	if (vif->radio->driver_sme)
		vwifi_sme_authenticated(vif, le16_to_cpu(mgmt->u.auth.status_code));
	else
		cfg80211_rx_mlme_mgmt(vif->dev, (const u8 *)mgmt, len);
}

void vwifi_tell_auth_timeout(struct vwifi_vif *vif, const u8 *bssid)
{
	if (vif->radio->driver_sme)
		vwifi_sme_unanswered(vif);
	else
		cfg80211_auth_timeout(vif->dev, bssid);
}

/* Whose turn it was has let it pass. User space knows what it did not do. */
void vwifi_tell_lapsed(struct vwifi_vif *vif)
{
	if (vif->radio->driver_sme)
		vwifi_sme_failed(vif, VWIFI_SME_NO_ANSWER, NL80211_TIMEOUT_AUTH);
}

/* The answer to an association, with the BSS that it is of. */
void vwifi_tell_assoc(struct vwifi_vif *vif, struct cfg80211_rx_assoc_resp_data *resp)
{
	if (vif->radio->driver_sme)
		vwifi_sme_associated(vif, resp);
	else
		cfg80211_rx_assoc_resp(vif->dev, resp);
}

/* An association that got none. */
void vwifi_tell_assoc_failure(struct vwifi_vif *vif, struct cfg80211_assoc_failure *failure)
{
	if (!vif->radio->driver_sme) {
		cfg80211_assoc_failure(vif->dev, failure);
		return;
	}
	cfg80211_put_bss(vif->radio->wiphy, failure->bss[0]);
	vwifi_sme_failed(vif, failure->timeout ? VWIFI_SME_NO_ANSWER : WLAN_STATUS_UNSPECIFIED_FAILURE,
			 NL80211_TIMEOUT_ASSOC);
}

/* The end of an association, or of what was to become one: by a frame of ours, or one that stands for it. */
void vwifi_tell_left(struct vwifi_vif *vif, const u8 *frame, size_t len)
{
	const struct ieee80211_mgmt *mgmt = (const void *)frame;

	if (vif->radio->driver_sme)
		vwifi_sme_left(vif, le16_to_cpu(mgmt->u.deauth.reason_code), true);
	else
		cfg80211_tx_mlme_mgmt(vif->dev, frame, len, false);
}

/* The same by the access point's. */
void vwifi_tell_dismissed(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len)
{
	if (vif->radio->driver_sme)
		vwifi_sme_left(vif, le16_to_cpu(mgmt->u.deauth.reason_code), false);
	else
		cfg80211_rx_mlme_mgmt(vif->dev, (const u8 *)mgmt, len);
}
