// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Statistics as a subscription: at the interval that a socket has asked for it
 * is told of every radio, of every pair that has a link or frames, then of the
 * moment. It ends with the socket. Who does not read in time misses whole
 * rounds, and is told how many.
 */
#include <net/net_namespace.h>

#include "genl.h"

#define VWIFI_SUBSCRIPTIONS_MAX	64

struct vwifi_subscription {
	struct list_head list;		/* vwifi_subscriptions, or the list of the dead */
	struct net *net;		/* of the socket; held, since the work may outlive it */
	u32 portid;
	u32 interval;			/* ms; READ_ONCE */
	u32 missed;			/* rounds; work only */
	struct delayed_work work;
};

/* Protects both lists. */
static DEFINE_SPINLOCK(vwifi_subscriptions_lock);
static LIST_HEAD(vwifi_subscriptions);
static LIST_HEAD(vwifi_subscriptions_dead);
static unsigned int vwifi_n_subscriptions;

/* A message that is being filled for a subscriber. */
struct vwifi_round {
	struct vwifi_subscription *to;
	struct sk_buff *msg;
	int err;
};

static void vwifi_round_flush(struct vwifi_round *round)
{
	struct sk_buff *msg = round->msg;

	round->msg = NULL;
	if (msg && msg->len && !round->err)
		round->err = genlmsg_unicast(round->to->net, msg, round->to->portid);
	else
		nlmsg_free(msg);
}

typedef int (*vwifi_fill_t)(struct sk_buff *msg, void *object, struct net *net);

static int vwifi_round_try(struct vwifi_round *round, u8 cmd, vwifi_fill_t fill, void *object)
{
	void *hdr;

	if (!round->msg)
		round->msg = nlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!round->msg)
		return -ENOMEM;
	hdr = genlmsg_put(round->msg, 0, 0, &vwifi_genl_family, 0, cmd);
	if (!hdr)
		return -EMSGSIZE;
	if (fill(round->msg, object, round->to->net)) {
		genlmsg_cancel(round->msg, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(round->msg, hdr);
	return 0;
}

/* Adds something to the round: to this message, or where that is full to the next. */
static void vwifi_round_add(struct vwifi_round *round, u8 cmd, vwifi_fill_t fill, void *object)
{
	int err;

	if (round->err)
		return;
	err = vwifi_round_try(round, cmd, fill, object);
	if (err == -EMSGSIZE) {
		vwifi_round_flush(round);
		err = vwifi_round_try(round, cmd, fill, object);
	}
	round->err = round->err ?: err;
}

static int vwifi_fill_radio(struct sk_buff *msg, void *object, struct net *net)
{
	return vwifi_radio_fill(msg, object, net);
}

static int vwifi_fill_pair(struct sk_buff *msg, void *object, struct net *net)
{
	return vwifi_pair_fill(msg, object, true);
}

static int vwifi_fill_tick(struct sk_buff *msg, void *object, struct net *net)
{
	struct vwifi_subscription *to = object;

	return nla_put_u64_64bit(msg, VWIFI_A_STATS_TIME, ktime_get_boottime_ns(),
				 VWIFI_A_STATS_PAD) ||
	       nla_put_u32(msg, VWIFI_A_STATS_MISSED, to->missed) ? -EMSGSIZE : 0;
}

/* A denial that nobody has run into says nothing, and there may be a hundred thousand of them. */
static bool vwifi_pair_is_told(const struct vwifi_pair *pair)
{
	return pair->link.set || atomic64_read(&pair->frames);
}

static void vwifi_subscription_work(struct work_struct *work)
{
	struct vwifi_subscription *to =
		container_of(to_delayed_work(work), struct vwifi_subscription, work);
	unsigned long next = jiffies + msecs_to_jiffies(READ_ONCE(to->interval));
	struct vwifi_round round = { .to = to };
	struct vwifi_radio *radio;
	struct vwifi_pair *pair;
	unsigned long id = 0;

	mutex_lock(&vwifi_radios_lock);
	mutex_lock(&vwifi_pairs_lock);
	for (; !round.err && (radio = vwifi_radio_next(&id)); id++) {
		vwifi_round_add(&round, VWIFI_CMD_RADIO_GET, vwifi_fill_radio, radio);
		list_for_each_entry(pair, &radio->pairs_in, in)
			if (vwifi_pair_is_told(pair))
				vwifi_round_add(&round, VWIFI_CMD_LINK_GET, vwifi_fill_pair, pair);
	}
	mutex_unlock(&vwifi_pairs_lock);
	mutex_unlock(&vwifi_radios_lock);

	vwifi_round_add(&round, VWIFI_CMD_STATS_ROUND, vwifi_fill_tick, to);
	vwifi_round_flush(&round);
	to->missed = round.err ? to->missed + 1 : 0;
	queue_delayed_work(vwifi_wq, &to->work,
			   time_after(next, jiffies) ? next - jiffies : 0);
}

/* Called with vwifi_subscriptions_lock held. */
static struct vwifi_subscription *vwifi_subscription_find(const struct net *net, u32 portid)
{
	struct vwifi_subscription *each;

	list_for_each_entry(each, &vwifi_subscriptions, list)
		if (each->portid == portid && net_eq(each->net, net))
			return each;
	return NULL;
}

static int vwifi_subscription_add(struct net *net, u32 portid, u32 interval,
				  struct netlink_ext_ack *extack)
{
	struct vwifi_subscription *new = kzalloc(sizeof(*new), GFP_KERNEL), *old;
	bool full = false;

	if (!new)
		return -ENOMEM;
	new->net = net;
	new->portid = portid;
	new->interval = interval;
	INIT_DELAYED_WORK(&new->work, vwifi_subscription_work);

	spin_lock_bh(&vwifi_subscriptions_lock);
	old = vwifi_subscription_find(net, portid);
	full = !old && vwifi_n_subscriptions >= VWIFI_SUBSCRIPTIONS_MAX;
	if (old) {
		WRITE_ONCE(old->interval, interval);
		mod_delayed_work(vwifi_wq, &old->work, 0);
	} else if (!full) {
		get_net(net);
		list_add_tail(&new->list, &vwifi_subscriptions);
		vwifi_n_subscriptions++;
		queue_delayed_work(vwifi_wq, &new->work, 0);
	}
	spin_unlock_bh(&vwifi_subscriptions_lock);

	if (old || full)
		kfree(new);
	if (full)
		NL_SET_ERR_MSG(extack, "64 sockets have a subscription already");
	return full ? -EUSERS : 0;
}

int vwifi_nl_stats_subscribe_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *interval = info->attrs[VWIFI_A_STATS_INTERVAL];

	if (!interval) {
		NL_SET_ERR_MSG(info->extack, "a subscription needs an interval");
		return -EINVAL;
	}
	return vwifi_subscription_add(genl_info_net(info), info->snd_portid,
				      nla_get_u32(interval), info->extack);
}

static void vwifi_subscriptions_reap(struct work_struct *work)
{
	struct vwifi_subscription *each, *next;
	LIST_HEAD(dead);

	spin_lock_bh(&vwifi_subscriptions_lock);
	list_splice_init(&vwifi_subscriptions_dead, &dead);
	spin_unlock_bh(&vwifi_subscriptions_lock);
	list_for_each_entry_safe(each, next, &dead, list) {
		cancel_delayed_work_sync(&each->work);
		put_net(each->net);
		kfree(each);
	}
}

static DECLARE_WORK(vwifi_subscriptions_reaper, vwifi_subscriptions_reap);

/* Called with vwifi_subscriptions_lock held. */
static void vwifi_subscription_bury(struct vwifi_subscription *subscription)
{
	list_move_tail(&subscription->list, &vwifi_subscriptions_dead);
	vwifi_n_subscriptions--;
	queue_work(vwifi_wq, &vwifi_subscriptions_reaper);
}

/* A socket is being closed. Any context. */
void vwifi_stats_forget(const struct net *net, u32 portid)
{
	struct vwifi_subscription *subscription;

	spin_lock_bh(&vwifi_subscriptions_lock);
	subscription = vwifi_subscription_find(net, portid);
	if (subscription)
		vwifi_subscription_bury(subscription);
	spin_unlock_bh(&vwifi_subscriptions_lock);
}

/* Called when nobody can subscribe any more. */
void vwifi_stats_exit(void)
{
	struct vwifi_subscription *each, *next;

	spin_lock_bh(&vwifi_subscriptions_lock);
	list_for_each_entry_safe(each, next, &vwifi_subscriptions, list)
		vwifi_subscription_bury(each);
	spin_unlock_bh(&vwifi_subscriptions_lock);
	flush_work(&vwifi_subscriptions_reaper);
}
