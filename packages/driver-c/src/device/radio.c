// SPDX-License-Identifier: MIT OR GPL-2.0
/* Radios: one wiphy each, with one interface to begin with. */
#include <linux/rtnetlink.h>
#include <net/net_namespace.h>

#include "air/air.h"
#include "bss/bss.h"
#include "crypto/crypto.h"
#include "dcf/dcf.h"
#include "phy/phy.h"
#include "wire/wire.h"
#include "device.h"

#define VWIFI_MAX_INTERFACES	16	/* of a radio that are up, without its P2P device */

enum vwifi_names vwifi_names;

/* In the order in which `iw list` has always shown them for this driver. */
static const u32 vwifi_ciphers[] = {
	WLAN_CIPHER_SUITE_WEP40,
	WLAN_CIPHER_SUITE_WEP104,
	WLAN_CIPHER_SUITE_TKIP,
	WLAN_CIPHER_SUITE_CCMP,
	WLAN_CIPHER_SUITE_CCMP_256,
	WLAN_CIPHER_SUITE_GCMP,
	WLAN_CIPHER_SUITE_GCMP_256,
	WLAN_CIPHER_SUITE_AES_CMAC,
	WLAN_CIPHER_SUITE_BIP_CMAC_256,
	WLAN_CIPHER_SUITE_BIP_GMAC_128,
	WLAN_CIPHER_SUITE_BIP_GMAC_256,
};

/* 802.11-2020, 9.4.2.26: what of it is the driver's business; daemons add theirs. */
static const u8 vwifi_extended_capabilities[] = {
	[7] = WLAN_EXT_CAPA8_OPMODE_NOTIF,
};

bool vwifi_mlo;
bool vwifi_driver_handshake;

#if VWIFI_HAS_MLO
/* Maximum Number Of Simultaneous Links (IEEE Std 802.11be-2024, 9.4.2.321.2.3): one less than there may be. */
#define VWIFI_MLD_CAPABILITIES	2

/* Of devices with several links; they need no time to go from one to another. */
static const struct wiphy_iftype_ext_capab vwifi_mld_capabilities[] = {
	{
		.iftype = NL80211_IFTYPE_STATION,
		.extended_capabilities = vwifi_extended_capabilities,
		.extended_capabilities_mask = vwifi_extended_capabilities,
		.extended_capabilities_len = ARRAY_SIZE(vwifi_extended_capabilities),
		.mld_capa_and_ops = VWIFI_MLD_CAPABILITIES,
	},
	{
		.iftype = NL80211_IFTYPE_AP,
		.extended_capabilities = vwifi_extended_capabilities,
		.extended_capabilities_mask = vwifi_extended_capabilities,
		.extended_capabilities_len = ARRAY_SIZE(vwifi_extended_capabilities),
		.mld_capa_and_ops = VWIFI_MLD_CAPABILITIES,
	},
};

static void vwifi_radio_offer_links(struct vwifi_radio *radio)
{
	if (!vwifi_mlo || radio->driver_sme || radio->personality < VWIFI_PERSONALITY_EHT)
		return;
	radio->wiphy->flags |= WIPHY_FLAG_SUPPORTS_MLO;
	radio->wiphy->iftype_ext_capab = vwifi_mld_capabilities;
	radio->wiphy->num_iftype_ext_capab = ARRAY_SIZE(vwifi_mld_capabilities);
}
#else
static void vwifi_radio_offer_links(struct vwifi_radio *radio)
{
}
#endif

static const struct ieee80211_txrx_stypes vwifi_mgmt_stypes[NUM_NL80211_IFTYPES] = {
	[NL80211_IFTYPE_STATION] = {
		.tx = 0xffff,
		.rx = BIT(IEEE80211_STYPE_ACTION >> 4) |
		      BIT(IEEE80211_STYPE_AUTH >> 4) |
		      BIT(IEEE80211_STYPE_PROBE_REQ >> 4),
	},
	[NL80211_IFTYPE_ADHOC] = {
		.tx = 0xffff,
		.rx = BIT(IEEE80211_STYPE_ACTION >> 4) |
		      BIT(IEEE80211_STYPE_AUTH >> 4) |
		      BIT(IEEE80211_STYPE_DEAUTH >> 4),
	},
	[NL80211_IFTYPE_MESH_POINT] = {
		.tx = 0xffff,
		.rx = BIT(IEEE80211_STYPE_ACTION >> 4) |
		      BIT(IEEE80211_STYPE_AUTH >> 4) |
		      BIT(IEEE80211_STYPE_DEAUTH >> 4),
	},
	[NL80211_IFTYPE_AP] = {
		.tx = 0xffff,
		.rx = BIT(IEEE80211_STYPE_ASSOC_REQ >> 4) |
		      BIT(IEEE80211_STYPE_REASSOC_REQ >> 4) |
		      BIT(IEEE80211_STYPE_PROBE_REQ >> 4) |
		      BIT(IEEE80211_STYPE_DISASSOC >> 4) |
		      BIT(IEEE80211_STYPE_AUTH >> 4) |
		      BIT(IEEE80211_STYPE_DEAUTH >> 4) |
		      BIT(IEEE80211_STYPE_ACTION >> 4),
	},
	[NL80211_IFTYPE_P2P_CLIENT] = {
		.tx = 0xffff,
		.rx = BIT(IEEE80211_STYPE_ACTION >> 4) |
		      BIT(IEEE80211_STYPE_AUTH >> 4) |
		      BIT(IEEE80211_STYPE_PROBE_REQ >> 4),
	},
	[NL80211_IFTYPE_P2P_GO] = {
		.tx = 0xffff,
		.rx = BIT(IEEE80211_STYPE_ASSOC_REQ >> 4) |
		      BIT(IEEE80211_STYPE_REASSOC_REQ >> 4) |
		      BIT(IEEE80211_STYPE_PROBE_REQ >> 4) |
		      BIT(IEEE80211_STYPE_DISASSOC >> 4) |
		      BIT(IEEE80211_STYPE_AUTH >> 4) |
		      BIT(IEEE80211_STYPE_DEAUTH >> 4) |
		      BIT(IEEE80211_STYPE_ACTION >> 4),
	},
	[NL80211_IFTYPE_P2P_DEVICE] = {
		.tx = 0xffff,
		.rx = BIT(IEEE80211_STYPE_ACTION >> 4) |
		      BIT(IEEE80211_STYPE_PROBE_REQ >> 4),
	},
};

/*
 * Interfaces of a radio do not disturb each other: it hears all their channels at once. Who is outside of
 * every BSS is in no combination: its channel may have another clock, and a radio has one.
 */
static const struct ieee80211_iface_limit vwifi_limits[] = {
	{ .max = VWIFI_MAX_INTERFACES, .types = BIT(NL80211_IFTYPE_STATION) | BIT(NL80211_IFTYPE_AP) |
						BIT(NL80211_IFTYPE_P2P_CLIENT) | BIT(NL80211_IFTYPE_P2P_GO) |
						BIT(NL80211_IFTYPE_MESH_POINT) },
	{ .max = 1, .types = BIT(NL80211_IFTYPE_P2P_DEVICE) },
	{ .max = 1, .types = BIT(NL80211_IFTYPE_ADHOC) },
};

/*
 * Access points have beacon intervals of their own; cfg80211 wants that said without
 * ad hoc. Looking for radars it wants on one channel (radar.c).
 */
static const struct ieee80211_iface_combination vwifi_combinations[] = {
	{
		.limits = vwifi_limits,
		.n_limits = ARRAY_SIZE(vwifi_limits),
		.max_interfaces = VWIFI_MAX_INTERFACES + 1,
		.num_different_channels = VWIFI_MAX_INTERFACES,
	},
	{
		.limits = vwifi_limits,
		.n_limits = 2,
		.max_interfaces = VWIFI_MAX_INTERFACES + 1,
		.num_different_channels = VWIFI_MAX_INTERFACES,
		.beacon_int_min_gcd = 1,
	},
	{
		.limits = vwifi_limits,
		.n_limits = 2,
		.max_interfaces = VWIFI_MAX_INTERFACES + 1,
		.num_different_channels = 1,
		.beacon_int_min_gcd = 1,
		.radar_detect_widths = BIT(NL80211_CHAN_WIDTH_20_NOHT) |
				       BIT(NL80211_CHAN_WIDTH_20) |
				       BIT(NL80211_CHAN_WIDTH_40) |
				       BIT(NL80211_CHAN_WIDTH_80) |
				       BIT(NL80211_CHAN_WIDTH_160),
	},
};

/*
 * 00, then "vw" and the number in ASCII, as vwifi's users know it: radio 12 is
 * 00:76:77:31:32:00. Three digits fit; from 1000 on the number follows in
 * binary behind a byte that no digit has, so that every address is unique.
 */
static void vwifi_radio_address(u8 *addr, unsigned int index)
{
	char digits[8];
	int n;

	eth_zero_addr(addr);
	addr[1] = 'v';
	addr[2] = 'w';
	n = scnprintf(digits, sizeof(digits), "%u", index);
	if (n <= 3) {
		memcpy(addr + 3, digits, n);
	} else {
		addr[3] = 0x80;
		addr[4] = index >> 8;
		addr[5] = index;
	}
}

/* 02:00:00:00 and the number, and the same from 42 on, by which mac80211_hwsim's programs know a radio. */
static void vwifi_radio_hwsim_addresses(struct vwifi_radio *radio, const u8 *given)
{
	u8 *first = radio->addresses[0].addr, *second = radio->addresses[1].addr;

	if (given) {
		ether_addr_copy(first, given);
		ether_addr_copy(second, given);
	} else {
		eth_zero_addr(first);
		first[0] = 0x02;
		first[3] = radio->id >> 8;
		first[4] = radio->id;
		ether_addr_copy(second, first);
		second[0] |= 0x40;
	}
	ether_addr_copy(radio->addr, first);
	radio->wiphy->addresses = radio->addresses;
	radio->wiphy->n_addresses = ARRAY_SIZE(radio->addresses);
}

/* As mac80211 has it, monitors watch the first channel until they are told another one. */
static void vwifi_radio_hwsim_channel(struct vwifi_radio *radio)
{
	struct ieee80211_supported_band *const *band = radio->wiphy->bands;

	while (!*band)
		band++;
	cfg80211_chandef_create(&radio->monitor_chandef, (*band)->channels, NL80211_CHAN_NO_HT);
	radio->monitor_freq = radio->monitor_chandef.chan->center_freq;
}

static void vwifi_radio_describe(struct vwifi_radio *radio)
{
	struct wiphy *wiphy = radio->wiphy;

	wiphy->privid = vwifi_wiphy_privid;
	wiphy->interface_modes = BIT(NL80211_IFTYPE_STATION) |
				 BIT(NL80211_IFTYPE_AP) |
				 BIT(NL80211_IFTYPE_AP_VLAN) |
				 BIT(NL80211_IFTYPE_ADHOC) |
				 BIT(NL80211_IFTYPE_MESH_POINT) |
				 BIT(NL80211_IFTYPE_MONITOR) |
				 BIT(NL80211_IFTYPE_OCB) |
				 BIT(NL80211_IFTYPE_P2P_CLIENT) |
				 BIT(NL80211_IFTYPE_P2P_GO) |
				 BIT(NL80211_IFTYPE_P2P_DEVICE);
	wiphy->software_iftypes |= BIT(NL80211_IFTYPE_AP_VLAN) | BIT(NL80211_IFTYPE_MONITOR);
	wiphy->iface_combinations = vwifi_combinations;
	wiphy->n_iface_combinations = ARRAY_SIZE(vwifi_combinations);
	wiphy->mgmt_stypes = vwifi_mgmt_stypes;
	wiphy->tid_config_support.vif = vwifi_tid_config_support;
	wiphy->max_scan_ssids = 69;
	wiphy->max_scan_ie_len = IEEE80211_MAX_DATA_LEN;
	wiphy->max_remain_on_channel_duration = 5000;
	wiphy->signal_type = CFG80211_SIGNAL_TYPE_MBM;
	wiphy->cipher_suites = vwifi_ciphers;
	wiphy->n_cipher_suites = ARRAY_SIZE(vwifi_ciphers);
	wiphy->max_num_csa_counters = 2;
	wiphy->bss_priv_size = sizeof(struct vwifi_heard);
	wiphy->ht_capa_mod_mask = &vwifi_ht_capa_mod_mask;
	wiphy->vht_capa_mod_mask = &vwifi_vht_capa_mod_mask;
	wiphy->extended_capabilities = vwifi_extended_capabilities;
	wiphy->extended_capabilities_mask = vwifi_extended_capabilities;
	wiphy->extended_capabilities_len = ARRAY_SIZE(vwifi_extended_capabilities);
	vwifi_say_bss_params(wiphy);

	/* Without HAVE_AP_SME hostapd does the access point's MLME. */
	wiphy->flags |= WIPHY_FLAG_NETNS_OK |
			WIPHY_FLAG_HAS_REMAIN_ON_CHANNEL |
			WIPHY_FLAG_OFFCHAN_TX |
			WIPHY_FLAG_REPORTS_OBSS |
			WIPHY_FLAG_4ADDR_AP |
			WIPHY_FLAG_4ADDR_STATION |
			WIPHY_FLAG_CONTROL_PORT_PROTOCOL |
			WIPHY_FLAG_IBSS_RSN |
			WIPHY_FLAG_MESH_AUTH |
			WIPHY_FLAG_SUPPORTS_TDLS |
			WIPHY_FLAG_TDLS_EXTERNAL_SETUP |
			VWIFI_FLAG_SLOW_CHANNELS |
			WIPHY_FLAG_HAS_CHANNEL_SWITCH;
	wiphy->flags &= ~WIPHY_FLAG_PS_ON_BY_DEFAULT;
	/*
	 * The kernel is in one country, and so are all its radios: what one of them
	 * hears must not take away from another the channel that it listened to.
	 */
	wiphy->regulatory_flags |= REGULATORY_COUNTRY_IE_IGNORE;

	wiphy->features |= NL80211_FEATURE_SK_TX_STATUS |
			   NL80211_FEATURE_SAE |
			   NL80211_FEATURE_MAC_ON_CREATE |
			   NL80211_FEATURE_HT_IBSS |
			   NL80211_FEATURE_ACTIVE_MONITOR |
			   NL80211_FEATURE_USERSPACE_MPM |
			   NL80211_FEATURE_SCAN_RANDOM_MAC_ADDR |
			   NL80211_FEATURE_LOW_PRIORITY_SCAN |	/* none takes anything from others */
			   NL80211_FEATURE_AP_SCAN |
			   NL80211_FEATURE_DS_PARAM_SET_IE_IN_PROBES |
			   NL80211_FEATURE_AP_MODE_CHAN_WIDTH_CHANGE |
			   NL80211_FEATURE_FULL_AP_CLIENT_STATE;
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_CONTROL_PORT_NO_PREAUTH);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_CONTROL_PORT_OVER_NL80211_TX_STATUS);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_SET_SCAN_DWELL);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_EXT_KEY_ID);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_CAN_REPLACE_PTK0);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_VHT_IBSS);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_RRM);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_FILS_DISCOVERY);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_UNSOL_BCAST_PROBE_RESP);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_ENABLE_FTM_RESPONDER);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_CQM_RSSI_LIST);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_BEACON_RATE_LEGACY);
	if (radio->personality >= VWIFI_PERSONALITY_HT)
		wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_BEACON_RATE_HT);
	if (radio->personality >= VWIFI_PERSONALITY_VHT && radio->width >= 80)
		wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_BEACON_RATE_VHT);
	if (radio->personality >= VWIFI_PERSONALITY_HE)
		wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_BEACON_RATE_HE);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_BEACON_PROTECTION);
	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_BEACON_PROTECTION_CLIENT);
	if (radio->personality >= VWIFI_PERSONALITY_HE)
		wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_BSS_COLOR);
	if (radio->personality >= VWIFI_PERSONALITY_EHT)
		vwifi_can_puncture(wiphy);
	vwifi_radio_offer_links(radio);
	if (radio->driver_sme) {
		wiphy->flags |= WIPHY_FLAG_SUPPORTS_FW_ROAM;
		wiphy->max_num_pmkids = VWIFI_PMKSAS;
		wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_MFP_OPTIONAL);
		if (radio->driver_handshake) {
			wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_PSK);
			wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_4WAY_HANDSHAKE_STA_1X);
		}
	} else {
		wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_FILS_STA);
	}
}

void vwifi_radio_free(struct vwifi_radio *radio)
{
	struct device *device = radio->device;
	struct vwifi_air *air = radio->air;

	vwifi_bands_exit(radio);
	/* Nobody reads it any more: its interfaces have left the air. */
	kfree(rcu_access_pointer(radio->track));
	kfree(radio->limits);
	wiphy_free(radio->wiphy);
	vwifi_bus_del(device);
	if (air->n_radios == 1 && !vwifi_air_is_hosts(air)) {
		vwifi_dcf_exit(air);
		vwifi_faults_flush(air);
		vwifi_jams_flush(air);
	}
	vwifi_air_put(air);
}

static struct wiphy *vwifi_wiphy_new(const struct vwifi_radio_params *params, u32 id)
{
	const struct cfg80211_ops *ops = params->driver_sme ? &vwifi_cfg80211_sme_ops : &vwifi_cfg80211_ops;
	char name[16];

	if (params->wiphy_name)
		return wiphy_new_nm(ops, sizeof(struct vwifi_radio), params->wiphy_name);
	if (vwifi_names != VWIFI_NAMES_VW)
		return wiphy_new(ops, sizeof(struct vwifi_radio));
	snprintf(name, sizeof(name), "vw_phy%u", id);
	return wiphy_new_nm(ops, sizeof(struct vwifi_radio), name);
}

/* What the first interface is called, with a number or, where that name is taken, with %d. */
static void vwifi_radio_interface_name(const struct vwifi_radio *radio, char *name, bool taken)
{
	const char *stem = vwifi_names == VWIFI_NAMES_VW ? "vw" : "wlan";
	unsigned int number = radio->id;

	/* cfg80211 tells the number in the name that it gave. mac80211 takes the next that is free. */
	if (vwifi_names == VWIFI_NAMES_HWSIM ||
	    (vwifi_names == VWIFI_NAMES_WLAN &&
	     sscanf(wiphy_name(radio->wiphy), "phy%u", &number) != 1))
		taken = true;
	if (taken)
		snprintf(name, IFNAMSIZ, "%s%%d", stem);
	else
		snprintf(name, IFNAMSIZ, "%s%u", stem, number);
}

/*
 * The interface has its radio's number where that is free. The core's own search
 * for a free one walks all interfaces each time, which a thousand radios feel.
 * Called with rtnl and the wiphy mutex held.
 */
static struct wireless_dev *vwifi_radio_first_interface(struct vwifi_radio *radio,
							const struct vwifi_radio_params *params)
{
	char name[IFNAMSIZ];

	if (params->ifname)
		return vwifi_vif_new(radio, params->ifname, NET_NAME_USER,
				     NL80211_IFTYPE_STATION, radio->addr);
	vwifi_radio_interface_name(radio, name, false);
	if (__dev_get_by_name(params->net, name))
		vwifi_radio_interface_name(radio, name, true);
	return vwifi_vif_new(radio, name, NET_NAME_ENUM, NL80211_IFTYPE_STATION, radio->addr);
}

/**
 * vwifi_radio_new - makes a radio with an interface in station mode
 * @params: what it is to be; its air is that of the user namespace that has params->net
 *
 * Called with vwifi_radios_lock held.
 *
 * Return: the radio, or an ERR_PTR.
 */
struct vwifi_radio *vwifi_radio_new(const struct vwifi_radio_params *params)
{
	struct vwifi_radio *radio;
	struct wireless_dev *wdev;
	struct vwifi_air *air;
	struct wiphy *wiphy;
	u32 id;
	int err;

	air = vwifi_air_get(params->net->user_ns);
	if (IS_ERR(air))
		return ERR_CAST(air);
	err = vwifi_radio_reserve(&id, vwifi_names == VWIFI_NAMES_HWSIM);
	if (err)
		goto err_air;

	wiphy = vwifi_wiphy_new(params, id);
	if (!wiphy) {
		err = -ENOMEM;
		goto err_id;
	}
	/* cfg80211 falls back to a name of its own where ours is taken. */
	if (params->wiphy_name && strcmp(wiphy_name(wiphy), params->wiphy_name)) {
		wiphy_free(wiphy);
		err = -EEXIST;
		goto err_id;
	}
	wiphy_net_set(wiphy, params->net);

	radio = wiphy_priv(wiphy);
	radio->device = vwifi_bus_add(id);
	if (IS_ERR(radio->device)) {
		err = PTR_ERR(radio->device);
		wiphy_free(wiphy);
		goto err_id;
	}
	set_wiphy_dev(wiphy, radio->device);
	radio->wiphy = wiphy;
	radio->id = id;
	radio->air = air;
	radio->owner = params->owner;
	radio->personality = params->personality;
	radio->driver_sme = params->driver_sme;
	radio->driver_handshake = radio->driver_sme && vwifi_driver_handshake && vwifi_handshake_able();
	radio->streams = params->streams ?: VWIFI_NSS;
	radio->width = params->width ?: VWIFI_WIDTH_MAX;
	radio->band_mask = params->band_mask ?: VWIFI_ALL_BANDS;
	if (radio->personality < VWIFI_PERSONALITY_HE)
		radio->band_mask &= ~BIT(NL80211_BAND_6GHZ);
	radio->tx_power_mbm = params->tx_power_mbm;
	radio->antenna_gain = params->antenna_gain;
	INIT_LIST_HEAD(&radio->vifs);
	spin_lock_init(&radio->monitor_lock);
	spin_lock_init(&radio->arrivals_lock);
	INIT_LIST_HEAD(&radio->arrivals);
	INIT_LIST_HEAD(&radio->owned);
	INIT_LIST_HEAD(&radio->pairs_in);
	INIT_LIST_HEAD(&radio->pairs_out);
	INIT_WORK(&radio->work, vwifi_radio_work);
	vwifi_scan_init(radio);
	if (vwifi_names == VWIFI_NAMES_HWSIM)
		vwifi_radio_hwsim_addresses(radio, params->addr);
	else if (params->addr)
		ether_addr_copy(radio->addr, params->addr);
	else if (!vwifi_air_is_hosts(air) || !vwifi_wire_address(radio->addr, id))
		vwifi_radio_address(radio->addr, id);
	memcpy(wiphy->perm_addr, radio->addr, ETH_ALEN);
	vwifi_radio_describe(radio);

	err = vwifi_bands_init(radio);
	if (!err)
		vwifi_ranging_describe(radio);
	if (!err && vwifi_names == VWIFI_NAMES_HWSIM)
		vwifi_radio_hwsim_channel(radio);
	if (!err)
		err = vwifi_radio_restrict(radio, params);
	if (!err && params->track)
		err = vwifi_radio_place(radio, params->track);
	if (err)
		goto err_free;

	err = wiphy_register(wiphy);
	if (err)
		goto err_free;

	if (params->no_vif)
		goto enlist;
	rtnl_lock();
	wiphy_lock(wiphy);
	wdev = vwifi_radio_first_interface(radio, params);
	wiphy_unlock(wiphy);
	/* Somebody may have found the wiphy already, and made another one. */
	if (IS_ERR(wdev))
		vwifi_radio_del_vifs(radio);
	rtnl_unlock();
	if (IS_ERR(wdev)) {
		err = PTR_ERR(wdev);
		goto err_unregister;
	}

enlist:
	vwifi_radio_enlist(radio, params->net);
	if (vwifi_up.made)
		vwifi_up.made(radio);
	return radio;

err_unregister:
	vwifi_radio_quiet(radio);
	wiphy_unregister(wiphy);
err_free:
	vwifi_radio_free(radio);
	vwifi_radio_release(id);
	return ERR_PTR(err);
err_id:
	vwifi_radio_release(id);
err_air:
	vwifi_air_put(air);
	return ERR_PTR(err);
}

/* Takes the radio out of the set: nobody finds it any more. Called with vwifi_radios_lock held. */
void vwifi_radio_forget(struct vwifi_radio *radio)
{
	vwifi_radio_delist(radio);
	vwifi_pairs_forget(radio);
}

