// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * A medium in user space. A program registers for the air of its namespace's user namespace:
 * every frame of that air's radios then goes to it as it is on the air, and to nobody else; it
 * says who receives what (FRAME) and what became of it at its sender (TX_INFO_FRAME). When its
 * socket is closed the air is what it was before.
 *
 * Frames wait for its word in their transmitter's list, under that list's lock; nobody waits for
 * them. The list is bounded: the oldest fail when it is full. Whoever sends reads air->user under
 * RCU; it is set with vwifi_radios_lock held, and taken away under vwifi_hwsim_users_lock, which
 * is inside of it, since a socket may be closed anywhere.
 */
#include <linux/netlink.h>
#include <net/netlink.h>
#include <net/sock.h>

#include "air/air.h"
#include "mgmt/mgmt.h"
#include "medium.h"

static LIST_HEAD(vwifi_hwsim_users);
static DEFINE_SPINLOCK(vwifi_hwsim_users_lock);

/* Takes a medium away from its air. Called with vwifi_hwsim_users_lock held. */
static void vwifi_hwsim_drop_user(struct vwifi_user_medium *user)
{
	list_del(&user->list);
	RCU_INIT_POINTER(user->air->user, NULL);
	kfree_rcu(user, rcu);
}

/*
 * What waits for a medium that is gone fails, as does what was given up; the airs are told who
 * carries their frames. Called with vwifi_radios_lock held.
 */
static void vwifi_hwsim_settle(void)
{
	struct vwifi_radio *radio;
	unsigned long id = 0;

	vwifi_medium_refresh(&vwifi_hosts_air);
	for (; (radio = vwifi_radio_next(&id)); id++) {
		vwifi_medium_refresh(radio->air);
		if (radio->hwsim)
			vwifi_carried_fail(radio->hwsim, !vwifi_air_is_carried(radio->air));
	}
}

static void vwifi_hwsim_work_fn(struct work_struct *work)
{
	mutex_lock(&vwifi_radios_lock);
	vwifi_hwsim_settle();
	mutex_unlock(&vwifi_radios_lock);
}

static DECLARE_WORK(vwifi_hwsim_work, vwifi_hwsim_work_fn);

void vwifi_hwsim_work_queue(void)
{
	queue_work(vwifi_wq, &vwifi_hwsim_work);
}

/* A socket was closed. */
static int vwifi_hwsim_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct vwifi_user_medium *user, *next;
	struct netlink_notify *notify = data;
	bool gone = false;

	if (state != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	spin_lock_bh(&vwifi_hwsim_users_lock);
	list_for_each_entry_safe(user, next, &vwifi_hwsim_users, list)
		if (user->portid == notify->portid && net_eq(user->net, notify->net)) {
			vwifi_hwsim_drop_user(user);
			gone = true;
		}
	spin_unlock_bh(&vwifi_hwsim_users_lock);
	if (gone) {
		pr_info_ratelimited("the medium in user space has closed its socket: frames go by themselves again\n");
		vwifi_hwsim_work_queue();
	}
	return NOTIFY_DONE;
}

static struct notifier_block vwifi_hwsim_notifier = {
	.notifier_call = vwifi_hwsim_notify,
};

int __init vwifi_hwsim_medium_init(void)
{
	return netlink_register_notifier(&vwifi_hwsim_notifier);
}

/* Nobody registers any more. */
void vwifi_hwsim_medium_exit(void)
{
	struct vwifi_user_medium *user, *next;

	netlink_unregister_notifier(&vwifi_hwsim_notifier);
	spin_lock_bh(&vwifi_hwsim_users_lock);
	list_for_each_entry_safe(user, next, &vwifi_hwsim_users, list)
		vwifi_hwsim_drop_user(user);
	spin_unlock_bh(&vwifi_hwsim_users_lock);
	cancel_work_sync(&vwifi_hwsim_work);
}

/* The last radio of an air that goes with it. Called with vwifi_radios_lock held. */
void vwifi_hwsim_forget_air(struct vwifi_air *air)
{
	struct vwifi_user_medium *user;

	spin_lock_bh(&vwifi_hwsim_users_lock);
	user = rcu_dereference_protected(air->user, lockdep_is_held(&vwifi_hwsim_users_lock));
	if (user)
		vwifi_hwsim_drop_user(user);
	spin_unlock_bh(&vwifi_hwsim_users_lock);
}

int vwifi_hwsim_register(struct sk_buff *skb, struct genl_info *info)
{
	struct vwifi_user_medium *user = kzalloc(sizeof(*user), GFP_KERNEL);
	struct vwifi_air *air;
	int err = 0;

	if (!user)
		return -ENOMEM;
	user->net = genl_info_net(info);
	user->portid = info->snd_portid;
	mutex_lock(&vwifi_radios_lock);
	/* Of a medium that has just gone something may wait still, whose cookies nobody else knows. */
	vwifi_hwsim_settle();
	air = vwifi_air_of(user->net->user_ns);
	spin_lock_bh(&vwifi_hwsim_users_lock);
	if (!air) {
		err = -ENODEV;
		NL_SET_ERR_MSG(info->extack, "no radio was made in this user namespace: it has no air of its own");
	} else if (rcu_access_pointer(air->user)) {
		err = -EBUSY;
		NL_SET_ERR_MSG(info->extack, "this air has a medium in user space already");
	} else {
		user->air = air;
		user->stand_in.air = air;
		list_add(&user->list, &vwifi_hwsim_users);
		rcu_assign_pointer(air->user, user);
	}
	spin_unlock_bh(&vwifi_hwsim_users_lock);
	if (err)
		kfree(user);
	else
		vwifi_medium_refresh(air);
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

/*
 * What the caller has registered, or NULL. It stays until the caller's socket is closed, and so
 * as long as the caller's command runs; or until its air is gone, with vwifi_radios_lock held.
 */
static struct vwifi_user_medium *vwifi_hwsim_user(struct genl_info *info)
{
	struct vwifi_user_medium *user, *found = NULL;

	spin_lock_bh(&vwifi_hwsim_users_lock);
	list_for_each_entry(user, &vwifi_hwsim_users, list)
		if (user->portid == info->snd_portid && net_eq(user->net, genl_info_net(info))) {
			found = user;
			break;
		}
	spin_unlock_bh(&vwifi_hwsim_users_lock);
	return found;
}

static bool vwifi_hwsim_is_known_by(const struct vwifi_radio *radio, const struct vwifi_air *air,
				    const u8 *addr)
{
	return radio && radio->air == air && radio->hwsim &&
	       ether_addr_equal_unaligned(radio->addresses[1].addr, addr);
}

/* The radio of an air with an address by which programs know it, or NULL. Called with vwifi_radios_lock held. */
static struct vwifi_radio *vwifi_hwsim_radio(const struct vwifi_user_medium *user,
					     const struct nlattr *address)
{
	const u8 *addr = nla_data(address);
	struct vwifi_radio *radio;
	unsigned long id = 0;

	/* Where it is by itself; an address that was given may be anywhere. */
	radio = vwifi_radio_by_id(addr[3] << 8 | addr[4]);
	if (vwifi_hwsim_is_known_by(radio, user->air, addr))
		return radio;
	for (; (radio = vwifi_radio_next(&id)); id++)
		if (vwifi_hwsim_is_known_by(radio, user->air, addr))
			return radio;
	return NULL;
}

/* How often a frame was sent, by the rates that were tried. */
static unsigned int vwifi_hwsim_tries(const struct nlattr *attr)
{
	const struct vwifi_hwsim_rate *rates = nla_data(attr);
	unsigned int tries = 0, i;

	for (i = 0; i < VWIFI_HWSIM_N_RATES && rates[i].index >= 0; i++)
		tries += rates[i].count;
	return max(tries, 1U);
}

/* What became of a frame. */
int vwifi_hwsim_tx_info(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	struct vwifi_user_medium *user;
	struct vwifi_radio *radio;
	int err = -EINVAL;
	u32 flags;

	if (!attrs[VWIFI_HWSIM_A_ADDR_TRANSMITTER] || !attrs[VWIFI_HWSIM_A_FLAGS] ||
	    !attrs[VWIFI_HWSIM_A_COOKIE] || !attrs[VWIFI_HWSIM_A_SIGNAL] ||
	    !attrs[VWIFI_HWSIM_A_TX_INFO])
		return -EINVAL;
	/* A stranger keeps nobody from the lock. */
	if (!vwifi_hwsim_user(info))
		return -EINVAL;
	flags = nla_get_u32(attrs[VWIFI_HWSIM_A_FLAGS]);
	mutex_lock(&vwifi_radios_lock);
	user = vwifi_hwsim_user(info);
	radio = user ? vwifi_hwsim_radio(user, attrs[VWIFI_HWSIM_A_ADDR_TRANSMITTER]) : NULL;
	if (radio && vwifi_carried_end(radio->hwsim, nla_get_u64(attrs[VWIFI_HWSIM_A_COOKIE]),
				       flags & VWIFI_HWSIM_TX_ACKED && !(flags & VWIFI_HWSIM_TX_NO_ACK),
				       vwifi_hwsim_tries(attrs[VWIFI_HWSIM_A_TX_INFO])))
		err = 0;
	mutex_unlock(&vwifi_radios_lock);
	return err;
}

/* On which channel a frame comes: as it says, or what its receiver is tuned to. Under RCU. */
static u16 vwifi_hwsim_freq(const struct vwifi_radio *radio, const struct nlattr *said)
{
	const struct vwifi_vif *tuned = vwifi_radio_tuned(radio);

	if (said)
		return min_t(u32, nla_get_u32(said), U16_MAX);
	return tuned ? vwifi_monitor_freq(tuned) : READ_ONCE(radio->monitor_freq);
}

/* Whether any interface of a radio listens to a channel. Under RCU. */
static bool vwifi_hwsim_listens(const struct vwifi_radio *radio, u16 freq)
{
	const struct vwifi_vif *vif;

	list_for_each_entry_rcu(vif, &radio->vifs, list)
		if (vwifi_air_is_on(vif, freq))
			return true;
	return false;
}

/* A receiver remembers how strong it was told that it reads its peer. Under RCU. */
static void vwifi_hwsim_remember(struct vwifi_radio *radio, const u8 *ta, s8 signal)
{
	struct vwifi_vif *vif;
	struct vwifi_sta *sta;

	list_for_each_entry_rcu(vif, &radio->vifs, list) {
		sta = vwifi_vif_is_monitor(vif) ? NULL : vwifi_peer_find(vif, ta);
		if (sta)
			WRITE_ONCE(sta->told_signal, signal);
	}
}

/*
 * One radio receives a frame, which is consumed: from a stand-in for its transmitter, whom it
 * alone hears, as strong as was said. Softirqs disabled, under RCU.
 */
static void vwifi_hwsim_receive(struct vwifi_user_medium *user, struct vwifi_radio *radio, u16 freq,
				s8 signal, struct sk_buff *frame)
{
	struct vwifi_radio *from = &user->stand_in;
	struct vwifi_vif *sender;
	u8 ta[ETH_ALEN];
	int unused;

	ether_addr_copy(ta, ((const struct ieee80211_hdr *)frame->data)->addr2);
	sender = vwifi_air_find(user->air, ta);
	from->id = sender ? sender->radio->id : VWIFI_MAX_RADIOS;
	from->towards = radio;
	from->shown = sender;
	from->tx_power_mbm = (signal - READ_ONCE(user->air->medium.signal)) * 100;
	vwifi_onair_rx(from, freq, frame, &unused);
	vwifi_hwsim_remember(radio, ta, signal);
}

/* A frame reaches a radio. */
int vwifi_hwsim_frame(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	const struct nlattr *octets = attrs[VWIFI_HWSIM_A_FRAME];
	struct ieee80211_channel *channel;
	struct vwifi_user_medium *user;
	struct vwifi_radio *radio;
	struct sk_buff *frame;
	int err = -EINVAL;
	s32 signal;
	u16 freq;

	if (!attrs[VWIFI_HWSIM_A_ADDR_RECEIVER] || !octets || !attrs[VWIFI_HWSIM_A_RX_RATE] ||
	    !attrs[VWIFI_HWSIM_A_SIGNAL] || nla_len(octets) < sizeof(struct ieee80211_hdr_3addr))
		return -EINVAL;
	/* A stranger takes no memory, and keeps nobody from the lock. */
	if (!vwifi_hwsim_user(info))
		return -EINVAL;
	signal = clamp((s32)nla_get_u32(attrs[VWIFI_HWSIM_A_SIGNAL]), S8_MIN, 0);
	frame = vwifi_frame_alloc(nla_len(octets), GFP_KERNEL);
	if (!frame)
		return -ENOMEM;
	skb_put_data(frame, nla_data(octets), nla_len(octets));
	mutex_lock(&vwifi_radios_lock);
	user = vwifi_hwsim_user(info);
	radio = user ? vwifi_hwsim_radio(user, attrs[VWIFI_HWSIM_A_ADDR_RECEIVER]) : NULL;
	if (!radio)
		goto unlock;
	local_bh_disable();
	rcu_read_lock();
	freq = vwifi_hwsim_freq(radio, attrs[VWIFI_HWSIM_A_FREQ]);
	channel = freq ? ieee80211_get_channel(radio->wiphy, freq) : NULL;
	if (channel && nla_get_u32(attrs[VWIFI_HWSIM_A_RX_RATE]) <
		       radio->bands[channel->band].n_bitrates &&
	    vwifi_hwsim_listens(radio, freq)) {
		vwifi_hwsim_receive(user, radio, freq, signal, frame);
		frame = NULL;
		err = 0;
	}
	rcu_read_unlock();
	local_bh_enable();
unlock:
	mutex_unlock(&vwifi_radios_lock);
	kfree_skb(frame);
	return err;
}
