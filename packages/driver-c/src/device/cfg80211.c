// SPDX-License-Identifier: MIT OR GPL-2.0
/* The table that cfg80211 calls, and the calls that only set or tell a value. */
#include "air/air.h"
#include "bss/bss.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "key/key.h"
#include "mesh/mesh.h"
#include "mgmt/mgmt.h"
#include "tap/tap.h"
#include "device.h"

#define VWIFI_TX_POWER_AUTO_DBM		11
#define VWIFI_TX_POWER_LIMIT_DBM	18

static int vwifi_set_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev VWIFI_RADIO_IDX_ARG,
			      enum nl80211_tx_power_setting type, int mbm)
{
	struct vwifi_radio *radio = wiphy_priv(wiphy);
	bool hwsim = vwifi_names == VWIFI_NAMES_HWSIM;
	int dbm;

	switch (type) {
	case NL80211_TX_POWER_AUTOMATIC:
		dbm = hwsim ? VWIFI_HWSIM_TX_POWER_DBM : VWIFI_TX_POWER_AUTO_DBM;
		WRITE_ONCE(radio->tx_power_mbm, DBM_TO_MBM(dbm));
		return 0;
	case NL80211_TX_POWER_LIMITED:
		dbm = hwsim ? VWIFI_HWSIM_TX_POWER_DBM : VWIFI_TX_POWER_LIMIT_DBM;
		WRITE_ONCE(radio->tx_power_mbm, clamp(mbm, 0, DBM_TO_MBM(dbm)));
		return 0;
	case NL80211_TX_POWER_FIXED:
		WRITE_ONCE(radio->tx_power_mbm, mbm);
		return 0;
	}
	return -EINVAL;
}

static int vwifi_get_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev VWIFI_RADIO_IDX_ARG
			      VWIFI_LINK_ID_ARG, int *dbm)
{
	struct vwifi_radio *radio = wiphy_priv(wiphy);

	*dbm = MBM_TO_DBM(radio->tx_power_mbm);
	return 0;
}

/* RCU, for dumps call it with rtnl alone. */
static int vwifi_get_channel(struct wiphy *wiphy, struct wireless_dev *wdev, unsigned int link_id,
			     struct cfg80211_chan_def *chandef)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	struct vwifi_bss *ap;
	int err = 0;

	rcu_read_lock();
	vif = vwifi_vif_at_link(vif, link_id);
	if (wdev->iftype == NL80211_IFTYPE_MONITOR) {
		struct vwifi_vif *tuned = vwifi_radio_tuned(vif->radio);

		if (!tuned) {
			err = vwifi_monitor_chandef(vif->radio, chandef) ? 0 : -ENODATA;
			goto unlock;
		}
		vif = tuned;
	}
	ap = rcu_dereference(vif->bss);
	if (ap) {
		spin_lock_bh(&ap->chandef_lock);
		*chandef = ap->chandef;
		spin_unlock_bh(&ap->chandef_lock);
	} else {
		/* From the authentication on: a station proves there which channel it is on (12.2.9). */
		spin_lock_bh(&vif->mlme.chandef_lock);
		*chandef = vif->mlme.chandef;
		spin_unlock_bh(&vif->mlme.chandef_lock);
		if (!chandef->chan)
			err = -ENODATA;
	}
unlock:
	rcu_read_unlock();
	return err;
}

/*
 * cfg80211 keeps the values; links read the retry limit, channel servers the threshold of
 * RTS. Distance has no slot to lengthen: signals take no time. Who watches sees frames in as
 * many parts as the threshold says (emit.c).
 */
static int vwifi_set_wiphy_params(struct wiphy *wiphy VWIFI_RADIO_IDX_ARG, u32 changed)
{
	return 0;
}

/* How an access point contends, by category. Wiphy mutex held. */
static int vwifi_set_txq_params(struct wiphy *wiphy, struct net_device *dev,
				struct ieee80211_txq_params *params)
{
	if (params->ac >= IEEE80211_NUM_ACS)
		return -EINVAL;
	vwifi_vif_at_link(vwifi_vif(dev), vwifi_link_id_of(params))->edca[params->ac] = (struct vwifi_edca_params){
		.cw_min = params->cwmin,
		.cw_max = params->cwmax,
		.txop = params->txop,
		.aifsn = params->aifs,
	};
	return 0;
}

/* cfg80211 itself filters what user space registered for. */
static void vwifi_update_mgmt_frame_registrations(struct wiphy *wiphy, struct wireless_dev *wdev,
						  struct mgmt_frame_regs *upd)
{
}

/* What all radios have. */
#define VWIFI_CFG80211_OPS \
	.add_virtual_intf = vwifi_add_virtual_intf, \
	.del_virtual_intf = vwifi_del_virtual_intf, \
	.change_virtual_intf = vwifi_change_virtual_intf, \
	.start_p2p_device = vwifi_start_p2p_device, \
	.stop_p2p_device = vwifi_stop_p2p_device, \
	.set_monitor_channel = VWIFI_MONITOR_CHANNEL_OP(vwifi_set_dev_monitor_channel, \
							 vwifi_set_monitor_channel), \
	.scan = vwifi_scan, \
	.abort_scan = vwifi_abort_scan, \
	.start_ap = vwifi_start_ap, \
	.change_beacon = vwifi_change_beacon, \
	.stop_ap = vwifi_stop_ap, \
	.change_bss = vwifi_change_bss, \
	.set_ap_chanwidth = vwifi_set_ap_chanwidth, \
	.channel_switch = vwifi_channel_switch, \
	.color_change = vwifi_colour_change, \
	.set_multicast_to_unicast = vwifi_set_multicast_to_unicast, \
	.start_radar_detection = vwifi_start_radar_detection, \
	.end_cac = vwifi_end_cac, \
	.set_txq_params = vwifi_set_txq_params, \
	.set_qos_map = vwifi_set_qos_map, \
	.set_noack_map = vwifi_set_noack_map, \
	.set_tid_config = vwifi_set_tid_config, \
	.reset_tid_config = vwifi_reset_tid_config, \
	.probe_peer = vwifi_probe_peer, \
	.join_ibss = vwifi_join_ibss, \
	.leave_ibss = vwifi_leave_ibss, \
	.join_ocb = vwifi_join_ocb, \
	.leave_ocb = vwifi_leave_ocb, \
	.join_mesh = vwifi_join_mesh, \
	.leave_mesh = vwifi_leave_mesh, \
	.get_mesh_config = vwifi_get_mesh_config, \
	.update_mesh_config = vwifi_update_mesh_config, \
	.add_mpath = vwifi_add_mpath, \
	.del_mpath = vwifi_del_mpath, \
	.change_mpath = vwifi_change_mpath, \
	.get_mpath = vwifi_get_mpath, \
	.dump_mpath = vwifi_dump_mpath, \
	.get_mpp = vwifi_get_mpp, \
	.dump_mpp = vwifi_dump_mpp, \
	.add_station = vwifi_add_station, \
	.del_station = vwifi_del_station, \
	.change_station = vwifi_change_station, \
	.get_station = vwifi_get_station, \
	.dump_station = vwifi_dump_station, \
	.tdls_mgmt = VWIFI_TDLS_MGMT_OP(vwifi_tdls_mgmt, vwifi_tdls_mgmt_no_link), \
	.tdls_oper = vwifi_tdls_oper, \
	.add_key = vwifi_add_key, \
	.get_key = vwifi_get_key, \
	.del_key = vwifi_del_key, \
	.set_default_key = vwifi_set_default_key, \
	.set_default_mgmt_key = vwifi_set_default_mgmt_key, \
	.set_default_beacon_key = vwifi_set_default_beacon_key, \
	.remain_on_channel = vwifi_remain_on_channel, \
	.cancel_remain_on_channel = vwifi_cancel_remain_on_channel, \
	.mgmt_tx = vwifi_mgmt_tx, \
	.mgmt_tx_cancel_wait = vwifi_mgmt_tx_cancel_wait, \
	.update_mgmt_frame_registrations = vwifi_update_mgmt_frame_registrations, \
	.tx_control_port = vwifi_tx_control_port, \
	.start_pmsr = vwifi_start_pmsr, \
	.abort_pmsr = vwifi_abort_pmsr, \
	.get_ftm_responder_stats = vwifi_get_ftm_responder_stats, \
	.dump_survey = vwifi_dump_survey, \
	.set_cqm_rssi_config = vwifi_set_cqm_rssi_config, \
	.set_cqm_rssi_range_config = vwifi_set_cqm_rssi_range_config, \
	.set_bitrate_mask = vwifi_set_bitrate_mask, \
	.set_wiphy_params = vwifi_set_wiphy_params, \
	.set_power_mgmt = vwifi_set_power_mgmt, \
	.set_tx_power = vwifi_set_tx_power, \
	.get_tx_power = vwifi_get_tx_power, \
	.get_channel = vwifi_get_channel

/* User space has the SME: it asks for each step. */
const struct cfg80211_ops vwifi_cfg80211_ops = {
	VWIFI_CFG80211_OPS,
	.auth = vwifi_auth,
	.assoc = vwifi_assoc,
	.deauth = vwifi_deauth,
	.disassoc = vwifi_disassoc,

#if VWIFI_HAS_MLO
	.add_intf_link = vwifi_add_intf_link,
	.del_intf_link = vwifi_del_intf_link,
	.add_link_station = vwifi_add_link_station,
	.mod_link_station = vwifi_mod_link_station,
	.del_link_station = vwifi_del_link_station,
#endif
};

/* The radio has it: it is told which network. */
const struct cfg80211_ops vwifi_cfg80211_sme_ops = {
	VWIFI_CFG80211_OPS,
	.connect = vwifi_connect,
	.update_connect_params = vwifi_update_connect_params,
	.disconnect = vwifi_disconnect,
	.external_auth = vwifi_external_auth,
	.set_pmk = vwifi_set_pmk,
	.del_pmk = vwifi_del_pmk,
	.set_pmksa = vwifi_set_pmksa,
	.del_pmksa = vwifi_del_pmksa,
	.flush_pmksa = vwifi_flush_pmksa,
};
