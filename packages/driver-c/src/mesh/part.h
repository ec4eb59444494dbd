/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of this floor share. */
#ifndef VWIFI_MESH_PART_H
#define VWIFI_MESH_PART_H

#include "air/air.h"
#include "mesh.h"

#define VWIFI_MESH_HASH_BITS	8
#define VWIFI_MESH_PATHS_MAX	1024	/* of one member */
#define VWIFI_MESH_PROXIES_MAX	1024	/* that it knows */
#define VWIFI_MESH_WAITING_MAX	32	/* frames that wait for one path */
#define VWIFI_LOST_LINK		8	/* frames in a row that a peer has not acknowledged: it is not reached */
#define VWIFI_MESH_MISSING_MAX	8	/* destinations whose loss is told together */

/* How a member is reached. Written under the mesh's lock; what data reads, READ_ONCE. */
struct vwifi_mesh_path {
	struct hlist_node hash;		/* vwifi_mesh.paths */
	u8 dst[ETH_ALEN];
	struct vwifi_sta __rcu *next_hop;	/* NULL: it is not */
	unsigned long expires;		/* jiffies */
	bool fixed;			/* user space said so: it neither expires nor changes */
	bool wanted;			/* somebody sends there: to be found, or to be found anew */
	bool sn_valid;
	u8 hops;
	u8 tries;			/* requests of this search */
	u32 sn;				/* HWMP sequence number of the destination */
	u32 metric;
	u32 timeout;			/* ms until the next request */
	unsigned long deadline;		/* jiffies: of it; of one that is not wanted, since when it is idle */
	u32 changes;			/* how often the next hop was another one */
	struct sk_buff_head waiting;	/* Ethernet frames; the mesh's lock, not its own */
	struct rcu_head rcu;
};

/* Somebody who lies behind a member. Written under the mesh's lock. */
struct vwifi_mesh_proxy {
	struct hlist_node hash;		/* vwifi_mesh.proxies */
	u8 addr[ETH_ALEN];
	u8 member[ETH_ALEN];
	unsigned long seen;		/* jiffies; READ_ONCE */
	struct rcu_head rcu;
};

struct vwifi_mesh_missing {
	u8 dst[ETH_ALEN];
	u32 sn;				/* 0: unknown */
	u16 reason;
};

struct vwifi_mesh_seen;

/* A mesh as one of its members has it: as long as its BSS. */
struct vwifi_mesh {
	struct vwifi_bss *bss;
	struct mesh_config conf;	/* wiphy mutex; single values READ_ONCE in the data path */
	struct ieee80211_meshconf_ie says;	/* what beacons say of it, but for what changes */
	bool secure;			/* user space protects it: nothing goes in the clear */
	u8 *ie;				/* user space's elements for beacons; as long as the mesh is there */
	size_t ie_len;

	/* Wiphy mutex: */
	unsigned int n_established;
	u32 sn;				/* our HWMP sequence number */
	u32 preq_id;
	unsigned long next_preq;	/* jiffies, not before */
	unsigned long next_perr;
	unsigned long next_root;	/* of a root: when it announces itself */
	struct timer_list timer;	/* wakes the work */

	atomic_t seq;			/* mesh sequence number of the last frame that began here */
	atomic_t broken;		/* peers that acknowledge nothing: the work looks which */

	spinlock_t lock;		/* all that follows */
	struct hlist_head paths[1 << VWIFI_MESH_HASH_BITS];
	struct hlist_head proxies[1 << VWIFI_MESH_HASH_BITS];
	unsigned int n_paths;
	unsigned int n_proxies;
	int generation;			/* of the paths, as user space is told */
	struct vwifi_mesh_missing missing[VWIFI_MESH_MISSING_MAX];
	unsigned int n_missing;

	spinlock_t seen_lock;
	struct vwifi_mesh_seen *seen;	/* group frames that have come */
};

/* The mesh of an interface, or NULL. Called with the wiphy mutex held. */
static inline struct vwifi_mesh *vwifi_vif_mesh(const struct vwifi_vif *vif)
{
	struct vwifi_bss *bss = vwifi_vif_bss(vif);

	return bss ? bss->mesh : NULL;
}

static inline bool vwifi_plink_is_up(const struct vwifi_sta *sta)
{
	return READ_ONCE(sta->plink.state) == NL80211_PLINK_ESTAB;
}

static inline u32 vwifi_mesh_hash(const u8 *addr)
{
	return vwifi_addr_hash(addr, VWIFI_MESH_HASH_BITS);
}

/* event.c */
void vwifi_mesh_wake(struct vwifi_mesh *mesh);
void vwifi_mesh_due(struct vwifi_mesh *mesh, unsigned long when);

/* beacon.c */
int vwifi_mesh_beacon_update(struct vwifi_mesh *mesh);
void vwifi_mesh_answer_probe(struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len);
u8 *vwifi_mesh_put_id(const struct vwifi_mesh *mesh, u8 *pos);
u8 *vwifi_mesh_put_config(const struct vwifi_mesh *mesh, u8 *pos);
bool vwifi_mesh_matches(const struct vwifi_mesh *mesh, const u8 *ies, size_t len,
			const struct ieee80211_meshconf_ie **config);
#define VWIFI_MESH_ID_LEN	(2 + IEEE80211_MAX_MESH_ID_LEN)
#define VWIFI_MESH_CONFIG_LEN	(2 + sizeof(struct ieee80211_meshconf_ie))

/* peer.c */
void vwifi_mesh_meet(struct vwifi_mesh *mesh, const struct vwifi_arrival *arrival);
struct vwifi_sta *vwifi_mesh_peer_new(struct vwifi_mesh *mesh, const u8 *addr, const u8 *ies, size_t len);
void vwifi_mesh_close_all(struct vwifi_mesh *mesh, u16 reason);
void vwifi_mesh_peers_due(struct vwifi_mesh *mesh);

enum vwifi_peering_event {
	VWIFI_PEERING_OPEN,		/* one that is accepted */
	VWIFI_PEERING_OPEN_REFUSED,
	VWIFI_PEERING_CONFIRM,
	VWIFI_PEERING_CONFIRM_REFUSED,
	VWIFI_PEERING_CLOSE,
	VWIFI_PEERING_N_EVENTS
};

void vwifi_peering_event(struct vwifi_mesh *mesh, struct vwifi_sta *sta,
			 enum vwifi_peering_event event);

/* peering.c */
void vwifi_peering_send(struct vwifi_mesh *mesh, const struct vwifi_sta *sta, u8 action);
void vwifi_peering_rx(struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len);

/* path.c */
struct vwifi_mesh_path *vwifi_path_find(struct vwifi_mesh *mesh, const u8 *dst);
struct vwifi_mesh_path *vwifi_path_get(struct vwifi_mesh *mesh, const u8 *dst);
struct vwifi_mesh_path *vwifi_path_nth(struct vwifi_mesh *mesh, unsigned int n);
bool vwifi_path_is_up(const struct vwifi_mesh_path *path);
struct vwifi_sta *vwifi_path_next(struct vwifi_mesh *mesh, const u8 *dst, bool ours);
void vwifi_path_wait(struct vwifi_mesh *mesh, const u8 *dst, struct sk_buff *skb);
void vwifi_path_want(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path);
void vwifi_path_end(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path);
void vwifi_path_del(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path);
void vwifi_paths_forget(struct vwifi_mesh *mesh);

/* proxy.c */
void vwifi_proxy_learn(struct vwifi_mesh *mesh, const u8 *addr, const u8 *member);
bool vwifi_proxy_of(struct vwifi_mesh *mesh, const u8 *addr, u8 *member);
struct vwifi_mesh_proxy *vwifi_proxy_find(struct vwifi_mesh *mesh, const u8 *addr);
struct vwifi_mesh_proxy *vwifi_proxy_nth(struct vwifi_mesh *mesh, unsigned int n);
void vwifi_proxies_due(struct vwifi_mesh *mesh);
void vwifi_proxies_forget(struct vwifi_mesh *mesh);

/* seen.c */
int vwifi_seen_init(struct vwifi_mesh *mesh);
void vwifi_seen_exit(struct vwifi_mesh *mesh);
bool vwifi_seen(struct vwifi_mesh *mesh, const u8 *sa, u32 seq);

/* hwmp.c */
void vwifi_hwmp_rx(struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len);
void vwifi_paths_due(struct vwifi_mesh *mesh);

/* perr.c */
void vwifi_perr_note(struct vwifi_mesh *mesh, const u8 *dst, u32 sn, u16 reason);
void vwifi_perr_due(struct vwifi_mesh *mesh);
void vwifi_perr_rx(struct vwifi_mesh *mesh, struct vwifi_sta *sta, const u8 *element, size_t len);
void vwifi_link_broke(struct vwifi_mesh *mesh, struct vwifi_sta *sta);

/* forward.c, xmit.c */
bool vwifi_mesh_enter(void);
void vwifi_mesh_leave(void);
void vwifi_mesh_hop(struct vwifi_mesh *mesh, struct vwifi_sta *sta,
		    const struct vwifi_mesh_control *control, struct sk_buff *skb);
void vwifi_mesh_flood(struct vwifi_mesh *mesh, const struct vwifi_mesh_control *control,
		      const struct sk_buff *skb);
void vwifi_mesh_send_ready(struct vwifi_mesh *mesh, struct sk_buff_head *frames);

#endif /* VWIFI_MESH_PART_H */
