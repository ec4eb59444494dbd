/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of the station's MLME share. All of it with the wiphy mutex held. */
#ifndef VWIFI_BSS_MLME_H
#define VWIFI_BSS_MLME_H

#include "bss.h"

static inline void vwifi_put_le16(struct sk_buff *skb, u16 value)
{
	put_unaligned_le16(value, skb_put(skb, 2));
}

#define VWIFI_BEACONS_MISSED	7	/* in a row: the access point is gone */

void vwifi_mlme_send(struct vwifi_vif *vif);
int vwifi_mlme_let_user(struct vwifi_vif *vif, struct cfg80211_bss *bss);
bool vwifi_mlme_is_of_user(const struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt);
void vwifi_mlme_deauth(struct vwifi_vif *vif, u16 reason);
void vwifi_mlme_set_timer(struct vwifi_vif *vif, unsigned int ms);
void vwifi_mlme_look_after(struct vwifi_vif *vif, unsigned int most_ms);
void vwifi_mlme_watch_beacons(struct vwifi_vif *vif);
void vwifi_mlme_leave_silently(struct vwifi_vif *vif, u16 reason);
void vwifi_mlme_answer_challenge(struct vwifi_vif *vif, const struct element *challenge);
void vwifi_mlme_await_user(struct vwifi_vif *vif);
void vwifi_mlme_stop_timer(struct vwifi_vif *vif);
void vwifi_mlme_forget_request(struct vwifi_mlme *mlme);
void vwifi_mlme_drop_peer(struct vwifi_vif *vif);
void vwifi_mlme_idle(struct vwifi_vif *vif);
void vwifi_mlme_fail_assoc(struct vwifi_vif *vif, bool timeout);
bool vwifi_mlme_is_with(const struct vwifi_vif *vif, const u8 *bssid);
struct sk_buff *vwifi_mlme_frame(struct vwifi_vif *vif, const u8 *bssid, u16 stype, size_t extra);

/* mlme-beacon.c */
u8 vwifi_bss_flags(enum nl80211_band band, u16 capability, const u8 *ies, size_t len);
void vwifi_mlme_begin_beacons(struct vwifi_vif *vif);
void vwifi_mlme_look_for_beacons(struct vwifi_vif *vif);

/* told.c */
void vwifi_tell_auth(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len);
void vwifi_tell_auth_timeout(struct vwifi_vif *vif, const u8 *bssid);
void vwifi_tell_lapsed(struct vwifi_vif *vif);
void vwifi_tell_assoc(struct vwifi_vif *vif, struct cfg80211_rx_assoc_resp_data *resp);
void vwifi_tell_assoc_failure(struct vwifi_vif *vif, struct cfg80211_assoc_failure *failure);
void vwifi_tell_left(struct vwifi_vif *vif, const u8 *frame, size_t len);
void vwifi_tell_dismissed(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len);

/* fils.c */
struct vwifi_fils *vwifi_fils_new(const struct cfg80211_assoc_request *req);
void vwifi_fils_free(struct vwifi_fils *fils);
int vwifi_fils_seal(const struct vwifi_fils *fils, struct sk_buff *skb, size_t fixed);
int vwifi_fils_open(const struct vwifi_fils *fils, struct sk_buff *skb);

#endif /* VWIFI_BSS_MLME_H */
