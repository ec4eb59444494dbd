// SPDX-License-Identifier: MIT OR GPL-2.0
/* Joining a mesh, leaving it, and its parameters, as cfg80211 asks. With the wiphy mutex held. */
#include "bss/bss.h"
#include "phy/phy.h"
#include "part.h"

#define VWIFI_MESH_OPEN		0	/* authentication protocols (802.11-2020, table 9-235) */
#define VWIFI_MESH_SAE		1

/* What of it is not there is refused, so that nobody believes in it. */
static int vwifi_mesh_check(struct wiphy *wiphy, const struct mesh_config *conf, const struct mesh_setup *setup)
{
	if (!setup->chandef.chan || setup->mesh_id_len > IEEE80211_MAX_MESH_ID_LEN)
		return -EINVAL;
	if (setup->path_sel_proto != IEEE80211_PATH_PROTOCOL_HWMP ||
	    setup->path_metric != IEEE80211_PATH_METRIC_AIRTIME ||
	    setup->sync_method != IEEE80211_SYNC_METHOD_NEIGHBOR_OFFSET)
		return -EOPNOTSUPP;
	/* Who protects a mesh makes its peerings: user space. */
	if ((setup->is_secure || setup->is_authenticated) && !setup->user_mpm)
		return -EOPNOTSUPP;
	if (conf->power_mode > NL80211_MESH_POWER_ACTIVE)
		return -EOPNOTSUPP;
	if (vwifi_width_slow(setup->chandef.width))
		return -EINVAL;
	/* Nobody here looks for radars. */
	return setup->chandef.chan->flags & IEEE80211_CHAN_RADAR ? -EOPNOTSUPP : 0;
}

static void vwifi_mesh_timer(struct timer_list *timer)
{
	vwifi_mesh_wake(container_of(timer, struct vwifi_mesh, timer));
}

static struct vwifi_mesh *vwifi_mesh_alloc(const struct mesh_config *conf, const struct mesh_setup *setup)
{
	struct vwifi_mesh *mesh = kzalloc(sizeof(*mesh), GFP_KERNEL);

	if (!mesh)
		return NULL;
	if (vwifi_seen_init(mesh))
		goto err_mesh;
	if (setup->ie_len) {
		mesh->ie = kmemdup(setup->ie, setup->ie_len, GFP_KERNEL);
		if (!mesh->ie)
			goto err_seen;
		mesh->ie_len = setup->ie_len;
	}
	mesh->conf = *conf;
	mesh->secure = setup->is_secure;
	mesh->says = (struct ieee80211_meshconf_ie){
		.meshconf_psel = setup->path_sel_proto,
		.meshconf_pmetric = setup->path_metric,
		.meshconf_synch = setup->sync_method,
		.meshconf_auth = setup->auth_id ?: setup->is_secure ? VWIFI_MESH_SAE : VWIFI_MESH_OPEN,
	};
	spin_lock_init(&mesh->lock);
	timer_setup(&mesh->timer, vwifi_mesh_timer, 0);
	/* Later than what it counted to when it was here before. */
	mesh->sn = div_u64(ktime_get_real_ns(), NSEC_PER_MSEC);
	atomic_set(&mesh->seq, get_random_u32());
	mesh->next_preq = jiffies;
	mesh->next_perr = jiffies;
	mesh->next_root = jiffies;
	return mesh;

err_seen:
	vwifi_seen_exit(mesh);
err_mesh:
	kfree(mesh);
	return NULL;
}

/* Nobody finds it any more: its BSS ends. */
void vwifi_mesh_end(struct vwifi_mesh *mesh)
{
	struct vwifi_vif *vif = mesh->bss->vif;

	vif->control_port = htons(ETH_P_PAE);
	timer_delete_sync(&mesh->timer);
	vwifi_paths_forget(mesh);
	vwifi_proxies_forget(mesh);
	vwifi_seen_exit(mesh);
	kfree(mesh->ie);
	kfree(mesh);
}

int vwifi_join_mesh(struct wiphy *wiphy, struct net_device *dev, const struct mesh_config *conf,
		    const struct mesh_setup *setup)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_mesh *mesh;
	struct vwifi_bss *bss;
	int err;

	if (vwifi_vif_bss(vif))
		return -EALREADY;
	err = vwifi_mesh_check(wiphy, conf, setup);
	if (err)
		return err;
	bss = vwifi_bss_alloc(vif, &setup->chandef, setup->beacon_interval, setup->mesh_id,
			      setup->mesh_id_len);
	if (!bss)
		return -ENOMEM;
	err = -ENOMEM;
	mesh = vwifi_mesh_alloc(conf, setup);
	if (!mesh)
		goto err_bss;
	mesh->bss = bss;
	bss->kind = VWIFI_BSS_MESH;
	bss->mesh = mesh;
	bss->user_mpm = setup->user_mpm;
	bss->dtim_period = setup->dtim_period;
	vwifi_single_rate(wiphy->bands[setup->chandef.chan->band], &setup->beacon_rate, &bss->beacon_rate);
	err = vwifi_mesh_beacon_update(mesh);
	if (err)
		goto err_mesh;
	err = vwifi_air_tune_home(vif, bss->freq);
	if (err)
		goto err_beacon;
	/* Nobody's frames pass before there are keys. */
	vif->control_port = 0;
	vwifi_bss_start(bss);
	vwifi_mesh_wake(mesh);
	return 0;

err_beacon:
	kfree(rcu_dereference_protected(bss->beacon, true));
err_mesh:
	vwifi_mesh_end(mesh);
err_bss:
	kfree(bss);
	return err;
}

int vwifi_leave_mesh(struct wiphy *wiphy, struct net_device *dev)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vif);

	if (!mesh)
		return -ENOTCONN;
	vwifi_mesh_close_all(mesh, WLAN_REASON_MESH_PEER_CANCELED);
	vwifi_bss_down(vif);
	return 0;
}

int vwifi_get_mesh_config(struct wiphy *wiphy, struct net_device *dev, struct mesh_config *conf)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));

	if (!mesh)
		return -ENOTCONN;
	*conf = mesh->conf;
	return 0;
}

/* Where a parameter of nl80211 is. */
#define VWIFI_PARAM(name, field) \
	[NL80211_MESHCONF_##name] = { offsetof(struct mesh_config, field), \
				      sizeof_field(struct mesh_config, field) }

static const struct { u16 offset, size; } vwifi_mesh_params[NL80211_MESHCONF_ATTR_MAX + 1] = {
	VWIFI_PARAM(RETRY_TIMEOUT, dot11MeshRetryTimeout),
	VWIFI_PARAM(CONFIRM_TIMEOUT, dot11MeshConfirmTimeout),
	VWIFI_PARAM(HOLDING_TIMEOUT, dot11MeshHoldingTimeout),
	VWIFI_PARAM(MAX_PEER_LINKS, dot11MeshMaxPeerLinks),
	VWIFI_PARAM(MAX_RETRIES, dot11MeshMaxRetries),
	VWIFI_PARAM(TTL, dot11MeshTTL),
	VWIFI_PARAM(ELEMENT_TTL, element_ttl),
	VWIFI_PARAM(AUTO_OPEN_PLINKS, auto_open_plinks),
	VWIFI_PARAM(SYNC_OFFSET_MAX_NEIGHBOR, dot11MeshNbrOffsetMaxNeighbor),
	VWIFI_PARAM(HWMP_MAX_PREQ_RETRIES, dot11MeshHWMPmaxPREQretries),
	VWIFI_PARAM(PATH_REFRESH_TIME, path_refresh_time),
	VWIFI_PARAM(MIN_DISCOVERY_TIMEOUT, min_discovery_timeout),
	VWIFI_PARAM(HWMP_ACTIVE_PATH_TIMEOUT, dot11MeshHWMPactivePathTimeout),
	VWIFI_PARAM(HWMP_PREQ_MIN_INTERVAL, dot11MeshHWMPpreqMinInterval),
	VWIFI_PARAM(HWMP_PERR_MIN_INTERVAL, dot11MeshHWMPperrMinInterval),
	VWIFI_PARAM(HWMP_NET_DIAM_TRVS_TIME, dot11MeshHWMPnetDiameterTraversalTime),
	VWIFI_PARAM(HWMP_ROOTMODE, dot11MeshHWMPRootMode),
	VWIFI_PARAM(HWMP_RANN_INTERVAL, dot11MeshHWMPRannInterval),
	VWIFI_PARAM(FORWARDING, dot11MeshForwarding),
	VWIFI_PARAM(RSSI_THRESHOLD, rssi_threshold),
	VWIFI_PARAM(HT_OPMODE, ht_opmode),
	VWIFI_PARAM(HWMP_PATH_TO_ROOT_TIMEOUT, dot11MeshHWMPactivePathToRootTimeout),
	VWIFI_PARAM(HWMP_ROOT_INTERVAL, dot11MeshHWMProotInterval),
	VWIFI_PARAM(HWMP_CONFIRMATION_INTERVAL, dot11MeshHWMPconfirmationInterval),
	VWIFI_PARAM(POWER_MODE, power_mode),
	VWIFI_PARAM(AWAKE_WINDOW, dot11MeshAwakeWindowDuration),
	VWIFI_PARAM(PLINK_TIMEOUT, plink_timeout),
	VWIFI_PARAM(CONNECTED_TO_GATE, dot11MeshConnectedToMeshGate),
	VWIFI_PARAM(CONNECTED_TO_AS, dot11MeshConnectedToAuthServer),
};

/* @mask: which of NL80211_MESHCONF_*, whose bits begin with 1's. */
int vwifi_update_mesh_config(struct wiphy *wiphy, struct net_device *dev, u32 mask,
			     const struct mesh_config *conf)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	unsigned int param;

	if (!mesh)
		return -ENOTCONN;
	for (param = 0; param < ARRAY_SIZE(vwifi_mesh_params); param++)
		if (mask & BIT(param - 1) && param && !vwifi_mesh_params[param].size)
			return -EOPNOTSUPP;
	if (mask & BIT(NL80211_MESHCONF_POWER_MODE - 1) && conf->power_mode > NL80211_MESH_POWER_ACTIVE)
		return -EOPNOTSUPP;
	if (mask & BIT(NL80211_MESHCONF_HWMP_ROOTMODE - 1) &&
	    conf->dot11MeshHWMPRootMode == IEEE80211_PROACTIVE_RANN)
		return -EOPNOTSUPP;
	for (param = 1; param < ARRAY_SIZE(vwifi_mesh_params); param++)
		if (mask & BIT(param - 1))
			memcpy((u8 *)&mesh->conf + vwifi_mesh_params[param].offset,
			       (const u8 *)conf + vwifi_mesh_params[param].offset,
			       vwifi_mesh_params[param].size);
	vwifi_mesh_wake(mesh);
	return vwifi_mesh_beacon_update(mesh);
}
