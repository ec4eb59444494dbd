/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What a radio is: a station (mlme*.c, scan.c, follow.c, tdls*.c), an access point (ap.c, sta.c,
 * vlan.c, switch.c), a member of a cell (ibss.c), or in no BSS at all (ocb.c); what waits in its
 * receive queue comes here (rx.c), in process context, in the order of the air.
 *
 * With the wiphy mutex held, and before 6.7 the wireless_dev's inside it; timers and
 * softirqs only set a bit and wake the radio's work. device/ calls on behalf of cfg80211.
 * Nothing here runs per data frame.
 */
#ifndef VWIFI_BSS_BSS_H
#define VWIFI_BSS_BSS_H

#include "core/core.h"

/* rx.c */
void vwifi_radio_work(struct work_struct *work);

/* bss.c */
struct vwifi_bss *vwifi_bss_alloc(struct vwifi_vif *vif, const struct cfg80211_chan_def *chandef,
				  u32 beacon_interval, const u8 *ssid, size_t ssid_len);
void vwifi_bss_set_interval(struct vwifi_bss *ap, u32 tu);
void vwifi_bss_start(struct vwifi_bss *ap);
void vwifi_beacons_begin(struct vwifi_bss *ap);
void vwifi_bss_down(struct vwifi_vif *vif);
struct vwifi_beacon *vwifi_beacon_new(const struct cfg80211_beacon_data *data, u8 dtim_period);
#define VWIFI_NEWS	3	/* beacons: one of them reaches whoever no acknowledgement comes from */
#define VWIFI_SETTLING_BEACONS	2	/* after a switch, until both sides have made it */

/* tim.c */
#define VWIFI_TIM_LEN	6	/* an empty one: id, length, count, period, control, bitmap */
#define VWIFI_TIM_ROOM	250	/* what a full one has besides */
bool vwifi_tim_is_full(const struct vwifi_bss *bss);
void vwifi_tim_write(const struct vwifi_bss *bss, struct sk_buff *skb, size_t offset);

/* discovery.c */
struct vwifi_discoveries {
	struct vwifi_discovery *each[VWIFI_N_DISCOVERIES];
	bool named[VWIFI_N_DISCOVERIES];	/* those that are not stay as they are */
};

int vwifi_discovery_make(struct vwifi_bss *ap, const struct cfg80211_fils_discovery *fils,
			 const struct cfg80211_unsol_bcast_probe_resp *probe,
			 struct vwifi_discoveries *made);
void vwifi_discovery_discard(struct vwifi_discoveries *made);
void vwifi_discovery_take(struct vwifi_bss *ap, const struct vwifi_discoveries *made);
void vwifi_discovery_end(struct vwifi_bss *ap);

/* ap.c */
int vwifi_start_ap(struct wiphy *wiphy, struct net_device *dev,
		   struct cfg80211_ap_settings *settings);
int vwifi_change_beacon(struct wiphy *wiphy, struct net_device *dev,
			vwifi_ap_update_t *update);
int vwifi_set_ap_chanwidth(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id,
			   struct cfg80211_chan_def *chandef);
int vwifi_stop_ap(struct wiphy *wiphy, struct net_device *dev,
		  unsigned int link_id);
int vwifi_change_bss(struct wiphy *wiphy, struct net_device *dev,
		     struct bss_parameters *params);
int vwifi_set_multicast_to_unicast(struct wiphy *wiphy, struct net_device *dev, const bool enabled);
int vwifi_probe_peer(struct wiphy *wiphy, struct net_device *dev, const u8 *peer,
		     vwifi_cookie_t cookie);

/* sta.c */
void vwifi_sta_insert(struct vwifi_vif *vif, struct vwifi_bss *ap, struct vwifi_sta *sta,
		      unsigned long flags);
void vwifi_sta_tell_new(struct vwifi_vif *vif, const struct vwifi_sta *sta);
void vwifi_sta_del(struct vwifi_vif *vif, struct vwifi_sta *sta);
void vwifi_sta_list(struct vwifi_bss *ap, struct vwifi_sta *sta);
void vwifi_sta_unlink(struct vwifi_vif *vif, struct vwifi_sta *sta);
struct vwifi_sta *vwifi_sta_alloc(const u8 *addr);
void vwifi_sta_free(struct vwifi_sta *sta);
void vwifi_sta_authorise(struct vwifi_vif *vif, struct vwifi_sta *sta);
void vwifi_sta_flush(struct vwifi_vif *vif, struct vwifi_bss *ap);
int vwifi_add_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
		      struct station_parameters *params);
int vwifi_del_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
		      struct station_del_parameters *params);
int vwifi_change_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev,
			 const u8 *mac, struct station_parameters *params);

/* sta-info.c */
u32 vwifi_sta_metric(struct vwifi_vif *vif, const struct vwifi_sta *sta);
int vwifi_get_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, const u8 *mac,
		      struct station_info *sinfo);
int vwifi_dump_station(struct wiphy *wiphy, VWIFI_PEER_DEV *dev, int idx,
		       u8 *mac, struct station_info *sinfo);

/* tdls.c */
int vwifi_tdls_add(struct vwifi_vif *vif, const u8 *mac, const struct station_parameters *params);
int vwifi_tdls_change(struct vwifi_vif *vif, struct vwifi_sta *sta,
		      struct station_parameters *params);
void vwifi_tdls_flush(struct vwifi_vif *vif);
int vwifi_tdls_oper(struct wiphy *wiphy, struct net_device *dev, const u8 *peer,
		    enum nl80211_tdls_operation oper);

/* tdls-frames.c */
int vwifi_tdls_mgmt(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, int link_id,
		    u8 action, u8 token, u16 status, u32 peer_capability, bool initiator,
		    const u8 *elements, size_t len);
int vwifi_tdls_mgmt_no_link(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, u8 action,
			    u8 token, u16 status, u32 peer_capability, bool initiator,
			    const u8 *elements, size_t len);

/* vlan.c */
int vwifi_vlan_open(struct vwifi_vif *vlan);
void vwifi_vlan_stop(struct vwifi_vif *vlan);
void vwifi_vlan_flush(struct vwifi_vif *vlan);
void vwifi_vlan_carriers(struct vwifi_vif *master, bool on);
void vwifi_vlan_leave(struct vwifi_sta *sta);
int vwifi_vlan_join(struct vwifi_vif *vif, struct vwifi_sta *sta, struct net_device *dev);
void vwifi_vlan_announce(struct vwifi_vif *vif);

/* switch.c */
int vwifi_channel_switch(struct wiphy *wiphy, struct net_device *dev,
			 struct cfg80211_csa_settings *params);
int vwifi_colour_change(struct wiphy *wiphy, struct net_device *dev,
			struct cfg80211_color_change_settings *params);
void vwifi_countdown_cancel(struct vwifi_bss *ap);
void vwifi_countdown_stamp(const struct vwifi_bss *ap, u8 *frame);
void vwifi_countdown_stamp_at(const struct vwifi_bss *ap, u8 *frame, size_t len,
			      const u16 *offsets, unsigned int n);
void vwifi_countdown_tick(struct vwifi_bss *ap);
void vwifi_countdown_finish(struct vwifi_vif *vif);
void vwifi_rx_neighbour(struct vwifi_vif *vif, u16 freq, s8 signal, const u8 *frame, size_t len);
void vwifi_colour_collided(struct vwifi_vif *vif);

/* ibss.c */
int vwifi_join_ibss(struct wiphy *wiphy, struct net_device *dev,
		    struct cfg80211_ibss_params *params);
int vwifi_leave_ibss(struct wiphy *wiphy, struct net_device *dev);
bool vwifi_ibss_is_told(const struct vwifi_bss *cell);
void vwifi_ibss_meet(struct vwifi_vif *vif, const u8 *addr);
void vwifi_ibss_rx_beacon(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, u64 tsf);
void vwifi_ibss_expire(struct vwifi_vif *vif);
void vwifi_ibss_tick(struct vwifi_bss *cell);

/* ocb.c */
int vwifi_join_ocb(struct wiphy *wiphy, struct net_device *dev, struct ocb_setup *setup);
int vwifi_leave_ocb(struct wiphy *wiphy, struct net_device *dev);
void vwifi_ocb_meet(struct vwifi_vif *vif, const u8 *addr);
void vwifi_ocb_expire(struct vwifi_vif *vif);

/* mlme.c, mlme-join.c, mlme-rx.c */
void vwifi_mlme_init(struct vwifi_vif *vif);
void vwifi_mlme_exit(struct vwifi_vif *vif);
void vwifi_mlme_down(struct vwifi_vif *vif);
void vwifi_mlme_event(struct vwifi_vif *vif);
void vwifi_mlme_set_chandef(struct vwifi_vif *vif, const struct cfg80211_chan_def *chandef);
bool vwifi_mlme_rx(struct vwifi_vif *vif, struct sk_buff *skb,
		   enum vwifi_mgmt_protection protection);
void vwifi_mlme_rx_unclaimed(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt,
			     size_t len);
int vwifi_auth(struct wiphy *wiphy, struct net_device *dev,
	       struct cfg80211_auth_request *req);
int vwifi_assoc(struct wiphy *wiphy, struct net_device *dev,
		struct cfg80211_assoc_request *req);
int vwifi_deauth(struct wiphy *wiphy, struct net_device *dev,
		 struct cfg80211_deauth_request *req);
int vwifi_disassoc(struct wiphy *wiphy, struct net_device *dev,
		   struct cfg80211_disassoc_request *req);

/* sme.c */
void vwifi_sme_event(struct vwifi_vif *vif);
void vwifi_sme_drop(struct vwifi_vif *vif);
void vwifi_sme_init(struct vwifi_vif *vif);
void vwifi_sme_exit(struct vwifi_vif *vif);

/* sme-connect.c */
int vwifi_connect(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_connect_params *req);
int vwifi_update_connect_params(struct wiphy *wiphy, struct net_device *dev,
				struct cfg80211_connect_params *req, u32 changed);
int vwifi_disconnect(struct wiphy *wiphy, struct net_device *dev, u16 reason);
int vwifi_external_auth(struct wiphy *wiphy, struct net_device *dev,
			struct cfg80211_external_auth_params *params);

/* handshake.c, sme-keys.c */
void vwifi_handshake_rx(struct vwifi_vif *vif, const struct sk_buff *skb, bool in_clear);
int vwifi_set_pmk(struct wiphy *wiphy, struct net_device *dev, const struct cfg80211_pmk_conf *conf);
int vwifi_del_pmk(struct wiphy *wiphy, struct net_device *dev, const u8 *aa);

/* pmksa.c */
#define VWIFI_PMKSAS	16	/* of one interface */
int vwifi_set_pmksa(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_pmksa *asked);
int vwifi_del_pmksa(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_pmksa *asked);
int vwifi_flush_pmksa(struct wiphy *wiphy, struct net_device *dev);

/* rsn.c */
bool vwifi_rsn_offers_mfp(const u8 *ies, size_t len);
bool vwifi_rsn_asks_for_sae(const struct cfg80211_crypto_settings *crypto);
bool vwifi_rsn_names_pmkids(const u8 *ies, size_t len);
size_t vwifi_rsn_drop_pmkids(u8 *ies, size_t len);
int vwifi_rsn_name_pmkid(u8 **ies, size_t *len, const u8 *pmkid);
u32 vwifi_rsn_mgmt_cipher(const u8 *ies, size_t len);

/* mlme-beacon.c */
void vwifi_mlme_rx_beacon(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len,
			  u16 freq);
bool vwifi_mlme_count_beacons(struct vwifi_vif *vif);

/* follow.c */
void vwifi_follow_init(struct vwifi_vif *vif);
void vwifi_follow_exit(struct vwifi_vif *vif);
void vwifi_follow_forget(struct vwifi_vif *vif);
void vwifi_follow_event(struct vwifi_vif *vif);
void vwifi_follow_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len);
bool vwifi_follow_forbids(struct cfg80211_bss *bss);

/* scan.c */
void vwifi_scan_init(struct vwifi_radio *radio);
void vwifi_scan_exit(struct vwifi_radio *radio);
void vwifi_scan_stop(struct vwifi_vif *vif);
void vwifi_scan_stop_own(struct vwifi_vif *vif);
void vwifi_scan_rx(struct vwifi_vif *vif, u16 freq, s8 signal, const u8 *frame, size_t len);
int vwifi_scan(struct wiphy *wiphy, struct cfg80211_scan_request *req);
int vwifi_scan_for(struct vwifi_vif *vif, const struct cfg80211_ssid *ssid,
		   struct ieee80211_channel *only);
void vwifi_abort_scan(struct wiphy *wiphy, struct wireless_dev *wdev);

/* offchannel.c */
void vwifi_offchannel_init(struct vwifi_vif *vif);
void vwifi_offchannel_exit(struct vwifi_vif *vif);
void vwifi_offchannel_event(struct vwifi_vif *vif);
void vwifi_offchannel_stop(struct vwifi_vif *vif);
int vwifi_stay_to_range(struct vwifi_vif *vif, struct ieee80211_channel *chan, unsigned int ms);
void vwifi_stay_ranged(struct vwifi_vif *vif);
int vwifi_remain_on_channel(struct wiphy *wiphy, struct wireless_dev *wdev,
			    struct ieee80211_channel *chan,
			    unsigned int duration, vwifi_cookie_t cookie VWIFI_RX_ADDR_ARG);
int vwifi_cancel_remain_on_channel(struct wiphy *wiphy, struct wireless_dev *wdev,
				   u64 cookie);
int vwifi_mgmt_tx(struct wiphy *wiphy, struct wireless_dev *wdev,
		  struct cfg80211_mgmt_tx_params *params, vwifi_cookie_t cookie);
int vwifi_mgmt_tx_cancel_wait(struct wiphy *wiphy, struct wireless_dev *wdev,
			      u64 cookie);

/* vif.c */
void vwifi_vif_init(struct vwifi_vif *vif, struct vwifi_radio *radio, enum nl80211_iftype type);
void vwifi_vif_enlist(struct vwifi_vif *vif);
void vwifi_vif_exit(struct vwifi_vif *vif);

/* mld.c, mld-sta.c: interfaces with several links */
int vwifi_add_intf_link(struct wiphy *wiphy, struct wireless_dev *wdev, unsigned int link_id);
void vwifi_del_intf_link(struct wiphy *wiphy, struct wireless_dev *wdev, unsigned int link_id);
void vwifi_mld_del_links(struct vwifi_vif *vif);
int vwifi_add_link_station(struct wiphy *wiphy, struct net_device *dev,
			   struct link_station_parameters *params);
int vwifi_mod_link_station(struct wiphy *wiphy, struct net_device *dev,
			   struct link_station_parameters *params);
int vwifi_del_link_station(struct wiphy *wiphy, struct net_device *dev,
			   struct link_station_del_parameters *params);

/* opmode.c: what peers leave of what they can while they are associated */
void vwifi_opmode_tell(struct vwifi_vif *vif, const struct vwifi_sta *sta,
		       const struct vwifi_phy *before);
bool vwifi_opmode_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len);

/* cqm.c */
int vwifi_set_cqm_rssi_config(struct wiphy *wiphy, struct net_device *dev, s32 threshold,
			      u32 hysteresis);
int vwifi_set_cqm_rssi_range_config(struct wiphy *wiphy, struct net_device *dev, s32 low, s32 high);
void vwifi_cqm_init(struct vwifi_vif *vif);
void vwifi_cqm_stop(struct vwifi_vif *vif);
void vwifi_cqm_check(struct vwifi_vif *vif);
void vwifi_cqm_changed(const struct vwifi_air *air);

/* ranging.c: how far peers are (FTM) */
#define VWIFI_BURSTS_EXP_MAX	4
void vwifi_ranging_describe(struct vwifi_radio *radio);
void vwifi_ranging_init(struct vwifi_vif *vif);
void vwifi_ranging_exit(struct vwifi_vif *vif);
void vwifi_ranging_event(struct vwifi_vif *vif);
bool vwifi_ranging_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len, s8 signal);
int vwifi_start_pmsr(struct wiphy *wiphy, struct wireless_dev *wdev,
		     struct cfg80211_pmsr_request *req);
void vwifi_abort_pmsr(struct wiphy *wiphy, struct wireless_dev *wdev,
		      struct cfg80211_pmsr_request *req);

/* responder.c: who answers that */
#define VWIFI_FTM_HELD_PS	100000000LL	/* from a frame's arrival until its acknowledgement leaves */
int vwifi_responder_set(struct vwifi_bss *ap, s8 wanted);
bool vwifi_responder_rx(struct vwifi_vif *vif, const struct ieee80211_mgmt *mgmt, size_t len);
int vwifi_get_ftm_responder_stats(struct wiphy *wiphy, struct net_device *dev,
				  struct cfg80211_ftm_responder_stats *stats);

/* radar.c */
void vwifi_cac_init(struct vwifi_vif *vif);
void vwifi_cac_exit(struct vwifi_vif *vif);
void vwifi_cac_event(struct vwifi_vif *vif);
void vwifi_cac_abort(struct vwifi_vif *vif);
int vwifi_radar_allows(struct vwifi_vif *vif, u16 freq, bool look);
unsigned int vwifi_radar_appears(const struct vwifi_air *air, u32 freq);
void vwifi_radar_simulate(struct vwifi_radio *radio);
int vwifi_start_radar_detection(struct wiphy *wiphy, struct net_device *dev,
				struct cfg80211_chan_def *chandef, u32 cac_time_ms VWIFI_CAC_LINK_ARG);
void vwifi_end_cac(struct wiphy *wiphy, struct net_device *dev VWIFI_END_CAC_LINK_ARG);

#endif /* VWIFI_BSS_BSS_H */
