// SPDX-License-Identifier: MIT OR GPL-2.0
/* What user space asks of paths and proxies, and says. With the wiphy mutex held. */
#include "part.h"

/* What is known of a path. With the mesh's lock held. */
static void vwifi_path_info(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path, u8 *dst, u8 *next_hop,
			    struct mpath_info *info)
{
	struct vwifi_sta *next = rcu_dereference_protected(path->next_hop, lockdep_is_held(&mesh->lock));
	bool up = vwifi_path_is_up(path);
	long left = path->expires - jiffies;

	memcpy(dst, path->dst, ETH_ALEN);
	if (next)
		ether_addr_copy(next_hop, next->addr);
	else
		eth_zero_addr(next_hop);
	*info = (struct mpath_info){
		.filled = MPATH_INFO_FRAME_QLEN | MPATH_INFO_SN | MPATH_INFO_METRIC | MPATH_INFO_EXPTIME |
			  MPATH_INFO_DISCOVERY_TIMEOUT | MPATH_INFO_DISCOVERY_RETRIES | MPATH_INFO_FLAGS |
			  MPATH_INFO_HOP_COUNT | MPATH_INFO_PATH_CHANGE,
		.frame_qlen = skb_queue_len(&path->waiting),
		.sn = path->sn,
		.metric = path->metric,
		.exptime = up && left > 0 ? jiffies_to_msecs(left) : 0,
		.discovery_timeout = path->wanted ? path->timeout : 0,
		.discovery_retries = path->wanted ? path->tries : 0,
		.flags = (up ? NL80211_MPATH_FLAG_ACTIVE : 0) |
			 (path->wanted ? NL80211_MPATH_FLAG_RESOLVING : 0) |
			 (path->sn_valid ? NL80211_MPATH_FLAG_SN_VALID : 0) |
			 (path->fixed ? NL80211_MPATH_FLAG_FIXED : 0) |
			 (up ? NL80211_MPATH_FLAG_RESOLVED : 0),
		.hop_count = path->hops,
		.path_change_count = path->changes,
		.generation = mesh->generation,
	};
}

int vwifi_get_mpath(struct wiphy *wiphy, struct net_device *dev, u8 *dst, u8 *next_hop,
		    struct mpath_info *info)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	struct vwifi_mesh_path *path;

	if (!mesh)
		return -ENOTCONN;
	spin_lock_bh(&mesh->lock);
	path = vwifi_path_find(mesh, dst);
	if (path)
		vwifi_path_info(mesh, path, dst, next_hop, info);
	spin_unlock_bh(&mesh->lock);
	return path ? 0 : -ENOENT;
}

int vwifi_dump_mpath(struct wiphy *wiphy, struct net_device *dev, int idx, u8 *dst, u8 *next_hop,
		     struct mpath_info *info)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	struct vwifi_mesh_path *path;

	if (!mesh)
		return -ENOENT;
	spin_lock_bh(&mesh->lock);
	path = vwifi_path_nth(mesh, idx);
	if (path)
		vwifi_path_info(mesh, path, dst, next_hop, info);
	spin_unlock_bh(&mesh->lock);
	return path ? 0 : -ENOENT;
}

/* A path that user space says: by a peer, until it says otherwise. */
static int vwifi_path_fix(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path, const u8 *next_hop)
{
	struct vwifi_sta *next = vwifi_sta_find(mesh->bss, next_hop);

	if (!next || !vwifi_plink_is_up(next))
		return -ENOENT;
	path->metric = 0;
	path->hops = 0;
	path->sn_valid = false;
	WRITE_ONCE(path->wanted, false);
	WRITE_ONCE(path->fixed, true);
	rcu_assign_pointer(path->next_hop, next);
	path->changes++;
	mesh->generation++;
	/* What waits for it goes. */
	vwifi_mesh_wake(mesh);
	return 0;
}

int vwifi_add_mpath(struct wiphy *wiphy, struct net_device *dev, const u8 *dst, const u8 *next_hop)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	struct vwifi_mesh_path *path;
	int err = -EINVAL;

	if (!mesh)
		return -ENOTCONN;
	if (!vwifi_sta_find(mesh->bss, next_hop))
		return -ENOENT;
	spin_lock_bh(&mesh->lock);
	path = vwifi_path_get(mesh, dst);
	if (path)
		err = vwifi_path_fix(mesh, path, next_hop);
	spin_unlock_bh(&mesh->lock);
	return err;
}

int vwifi_change_mpath(struct wiphy *wiphy, struct net_device *dev, const u8 *dst, const u8 *next_hop)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	struct vwifi_mesh_path *path;
	int err = -ENOENT;

	if (!mesh)
		return -ENOTCONN;
	spin_lock_bh(&mesh->lock);
	path = vwifi_path_find(mesh, dst);
	if (path)
		err = vwifi_path_fix(mesh, path, next_hop);
	spin_unlock_bh(&mesh->lock);
	return err;
}

/* @dst: NULL: all of them. */
int vwifi_del_mpath(struct wiphy *wiphy, struct net_device *dev, const u8 *dst)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	struct vwifi_mesh_path *path;

	if (!mesh)
		return -ENOTCONN;
	if (!dst) {
		vwifi_paths_forget(mesh);
		return 0;
	}
	spin_lock_bh(&mesh->lock);
	path = vwifi_path_find(mesh, dst);
	if (path)
		vwifi_path_del(mesh, path);
	spin_unlock_bh(&mesh->lock);
	return path ? 0 : -ENOENT;
}

static void vwifi_proxy_info(struct vwifi_mesh *mesh, const struct vwifi_mesh_proxy *proxy, u8 *dst,
			     u8 *mpp, struct mpath_info *info)
{
	memcpy(dst, proxy->addr, ETH_ALEN);
	memcpy(mpp, proxy->member, ETH_ALEN);
	*info = (struct mpath_info){ .generation = mesh->generation };
}

int vwifi_get_mpp(struct wiphy *wiphy, struct net_device *dev, u8 *dst, u8 *mpp, struct mpath_info *info)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	struct vwifi_mesh_proxy *proxy;

	if (!mesh)
		return -ENOTCONN;
	rcu_read_lock();
	proxy = vwifi_proxy_find(mesh, dst);
	if (proxy)
		vwifi_proxy_info(mesh, proxy, dst, mpp, info);
	rcu_read_unlock();
	return proxy ? 0 : -ENOENT;
}

int vwifi_dump_mpp(struct wiphy *wiphy, struct net_device *dev, int idx, u8 *dst, u8 *mpp,
		   struct mpath_info *info)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vwifi_vif(dev));
	struct vwifi_mesh_proxy *proxy;

	if (!mesh)
		return -ENOENT;
	rcu_read_lock();
	proxy = vwifi_proxy_nth(mesh, idx);
	if (proxy)
		vwifi_proxy_info(mesh, proxy, dst, mpp, info);
	rcu_read_unlock();
	return proxy ? 0 : -ENOENT;
}
