// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What a member says of its mesh, in beacons and in answers to probes (IEEE Std 802.11-2020, 9.3.3.2
 * and 14.2), and whether another one speaks of the same. With the wiphy mutex held.
 */
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "bss/bss.h"
#include "part.h"

u8 *vwifi_mesh_put_id(const struct vwifi_mesh *mesh, u8 *pos)
{
	*pos++ = WLAN_EID_MESH_ID;
	*pos++ = mesh->bss->ssid_len;
	memcpy(pos, mesh->bss->ssid, mesh->bss->ssid_len);
	return pos + mesh->bss->ssid_len;
}

#define VWIFI_PEERINGS_TOLD_MAX	63	/* the field has six bits (802.11-2020, 9.4.2.97.6) */

u8 *vwifi_mesh_put_config(const struct vwifi_mesh *mesh, u8 *pos)
{
	struct ieee80211_meshconf_ie config = mesh->says;

	config.meshconf_form = min_t(unsigned int, mesh->n_established, VWIFI_PEERINGS_TOLD_MAX) << 1;
	if (mesh->conf.dot11MeshConnectedToMeshGate)
		config.meshconf_form |= IEEE80211_MESHCONF_FORM_CONNECTED_TO_GATE;
	if (mesh->conf.dot11MeshConnectedToAuthServer)
		config.meshconf_form |= BIT(7);
	if (mesh->conf.dot11MeshForwarding)
		config.meshconf_cap |= IEEE80211_MESHCONF_CAPAB_FORWARDING;
	if (mesh->n_established < mesh->conf.dot11MeshMaxPeerLinks)
		config.meshconf_cap |= IEEE80211_MESHCONF_CAPAB_ACCEPT_PLINKS;
	*pos++ = WLAN_EID_MESH_CONFIG;
	*pos++ = sizeof(config);
	memcpy(pos, &config, sizeof(config));
	return pos + sizeof(config);
}

/* Whether elements tell of our mesh; *@config: what they say of it (802.11-2020, 14.2.4). */
bool vwifi_mesh_matches(const struct vwifi_mesh *mesh, const u8 *ies, size_t len,
			const struct ieee80211_meshconf_ie **config)
{
	const struct element *id = cfg80211_find_elem(WLAN_EID_MESH_ID, ies, len);
	const struct element *element = cfg80211_find_elem(WLAN_EID_MESH_CONFIG, ies, len);

	if (!id || id->datalen != mesh->bss->ssid_len ||
	    memcmp(id->data, mesh->bss->ssid, id->datalen) ||
	    !element || element->datalen < sizeof(**config))
		return false;
	*config = (const void *)element->data;
	return !memcmp(*config, &mesh->says, offsetof(struct ieee80211_meshconf_ie, meshconf_form));
}

/* An empty TIM: nobody sleeps. The beacon timer counts in it. */
static u8 *vwifi_mesh_put_tim(const struct vwifi_mesh *mesh, u8 *pos)
{
	memset(pos, 0, VWIFI_TIM_LEN);
	pos[0] = WLAN_EID_TIM;
	pos[1] = VWIFI_TIM_LEN - 2;
	pos[3] = mesh->bss->dtim_period;
	return pos + VWIFI_TIM_LEN;
}

static size_t vwifi_mesh_beacon_room(const struct vwifi_mesh *mesh)
{
	return offsetof(struct ieee80211_mgmt, u.beacon.variable) + 2 + VWIFI_RATES_LEN + 3 +
	       VWIFI_TIM_LEN + VWIFI_PHY_CAPS_LEN + VWIFI_MESH_ID_LEN + VWIFI_MESH_CONFIG_LEN +
	       mesh->ie_len;
}

/*
 * Writes a beacon, or an answer to a probe, which is one without a TIM; returns its length. *@tim: where
 * the TIM is.
 */
static size_t vwifi_mesh_describe(const struct vwifi_mesh *mesh, struct ieee80211_mgmt *mgmt, u16 stype,
				  size_t *tim)
{
	const struct vwifi_bss *bss = mesh->bss;
	const struct vwifi_vif *vif = bss->vif;
	const struct ieee80211_supported_band *band = vif->radio->wiphy->bands[bss->chandef.chan->band];
	u8 *pos = mgmt->u.beacon.variable;

	mgmt->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | stype);
	eth_broadcast_addr(mgmt->da);
	ether_addr_copy(mgmt->sa, vif->addr);
	ether_addr_copy(mgmt->bssid, vif->addr);
	mgmt->u.beacon.timestamp = cpu_to_le64(vwifi_tsf());
	mgmt->u.beacon.beacon_int = cpu_to_le16(bss->beacon_tu);
	mgmt->u.beacon.capab_info = cpu_to_le16(mesh->secure ? WLAN_CAPABILITY_PRIVACY : 0);
	*pos++ = WLAN_EID_SSID;
	*pos++ = 0;
	pos += vwifi_put_rates(pos, band, VWIFI_ALL_RATES);
	if (band->band == NL80211_BAND_2GHZ) {
		*pos++ = WLAN_EID_DS_PARAMS;
		*pos++ = 1;
		*pos++ = ieee80211_frequency_to_channel(bss->freq);
	}
	if (tim) {
		*tim = pos - (u8 *)mgmt;
		pos = vwifi_mesh_put_tim(mesh, pos);
	}
	if (mesh->ie_len) {
		memcpy(pos, mesh->ie, mesh->ie_len);
		pos += mesh->ie_len;
	}
	if (bss->chandef.width != NL80211_CHAN_WIDTH_20_NOHT)
		pos += vwifi_put_phy_caps(pos, band, NL80211_IFTYPE_MESH_POINT, VWIFI_PHY_ALL);
	pos = vwifi_mesh_put_id(mesh, pos);
	pos = vwifi_mesh_put_config(mesh, pos);
	return pos - (u8 *)mgmt;
}

/* From the next beacon on it says what is the case now. Return: 0 or -ENOMEM. */
int vwifi_mesh_beacon_update(struct vwifi_mesh *mesh)
{
	struct vwifi_bss *bss = mesh->bss;
	struct vwifi_beacon *beacon;

	beacon = kzalloc(struct_size(beacon, frame, vwifi_mesh_beacon_room(mesh)), GFP_KERNEL);
	if (!beacon)
		return -ENOMEM;
	beacon->len = vwifi_mesh_describe(mesh, (void *)beacon->frame, IEEE80211_STYPE_BEACON,
					  &beacon->tim);
	beacon = rcu_replace_pointer(bss->beacon, beacon, lockdep_is_held(&bss->vif->radio->wiphy->mtx));
	if (beacon)
		kfree_rcu(beacon, rcu);
	return 0;
}

/* Whether a probe request looks for us: for any network, or this mesh (802.11-2020, 11.1.4.3.4). */
static bool vwifi_mesh_is_probed(const struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.probe_req.variable);
	const struct element *ssid, *id;

	if (len < fixed || (!ether_addr_equal(mgmt->da, mesh->bss->vif->addr) &&
			    !is_broadcast_ether_addr(mgmt->da)))
		return false;
	ssid = cfg80211_find_elem(WLAN_EID_SSID, mgmt->u.probe_req.variable, len - fixed);
	id = cfg80211_find_elem(WLAN_EID_MESH_ID, mgmt->u.probe_req.variable, len - fixed);
	if (!ssid || ssid->datalen)
		return false;
	return !id || !id->datalen ||
	       (id->datalen == mesh->bss->ssid_len && !memcmp(id->data, mesh->bss->ssid, id->datalen));
}

void vwifi_mesh_answer_probe(struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len)
{
	struct ieee80211_mgmt *answer;
	struct sk_buff *skb;

	if (!vwifi_mesh_is_probed(mesh, mgmt, len))
		return;
	skb = alloc_skb(vwifi_mesh_beacon_room(mesh), GFP_KERNEL);
	if (!skb)
		return;
	answer = (void *)skb->data;
	memset(answer, 0, vwifi_mesh_beacon_room(mesh));
	skb_put(skb, vwifi_mesh_describe(mesh, answer, IEEE80211_STYPE_PROBE_RESP, NULL));
	ether_addr_copy(answer->da, mgmt->sa);
	vwifi_mgmt_send(mesh->bss->vif, mesh->bss->freq, skb, false, NULL);
}
