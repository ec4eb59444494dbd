/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the station's MLME tells a radio that has the SME itself. All of it with the wiphy mutex held. */
#ifndef VWIFI_BSS_SME_H
#define VWIFI_BSS_SME_H

#include "bss.h"

#define VWIFI_SME_NO_ANSWER	(-1)	/* instead of a status, as cfg80211_connect_timeout() has it */

void vwifi_sme_authenticated(struct vwifi_vif *vif, u16 status);
void vwifi_sme_associated(struct vwifi_vif *vif, struct cfg80211_rx_assoc_resp_data *resp);
void vwifi_sme_failed(struct vwifi_vif *vif, int status, enum nl80211_timeout_reason what);
void vwifi_sme_left(struct vwifi_vif *vif, u16 reason, bool by_us);
void vwifi_sme_scanned(struct vwifi_radio *radio);
void vwifi_sme_look_around(struct vwifi_vif *vif);

#endif /* VWIFI_BSS_SME_H */
