// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Statistics as a subscription: at the interval that a socket has asked for it
 * is told of every radio that its namespace sees, of every pair of them that has
 * a link or frames, then of the moment. It ends with the socket. Who does not
 * read in time misses whole rounds, and is told how many.
 *
 * One timer serves them all, and one look at the radios all subscribers of a
 * namespace whose time has come. Anybody may subscribe; who has no privilege
 * waits longer from round to round, in step with the others, and neither a user
 * nor all of them take the room of those who have.
 */
#include <linux/kref.h>
#include <linux/rtnetlink.h>
#include <net/netlink.h>
#include <net/net_namespace.h>

#include "air/air.h"
#include "dcf/dcf.h"
#include "genl-gen.h"
#include "genl.h"

#define VWIFI_SUBSCRIPTIONS_MAX		64
#define VWIFI_SUBSCRIPTIONS_OF_ALL	32	/* without privilege */
#define VWIFI_SUBSCRIPTIONS_OF_ONE	8	/* user, without privilege */
#define VWIFI_STEP_MS			100	/* of the rounds of those without */

struct vwifi_subscription {
	struct kref refs;		/* the list's, and the timer's while it serves */
	struct list_head list;		/* vwifi_subscriptions; vwifi_subscriptions_lock */
	struct list_head due;		/* timer only */
	struct net *net;		/* of the socket; held, since the timer may outlive it */
	u32 portid;
	kuid_t user;
	bool privileged;
	bool ended;			/* READ_ONCE */
	u32 interval;			/* ms; vwifi_subscriptions_lock */
	unsigned long next;		/* jiffies; vwifi_subscriptions_lock */
	u32 missed;			/* rounds; timer only */
	int err;			/* of this round; timer only */
};

/* Protects the list. */
static DEFINE_SPINLOCK(vwifi_subscriptions_lock);
static LIST_HEAD(vwifi_subscriptions);

static void vwifi_stats_serve(struct work_struct *work);
static DECLARE_DELAYED_WORK(vwifi_stats_timer, vwifi_stats_serve);

static void vwifi_subscription_release(struct kref *refs)
{
	struct vwifi_subscription *each = container_of(refs, struct vwifi_subscription, refs);

	put_net(each->net);
	kfree(each);
}

static void vwifi_subscription_put(struct vwifi_subscription *each)
{
	kref_put(&each->refs, vwifi_subscription_release);
}

/* What subscribers of one namespace are told, message by message. */
struct vwifi_round {
	struct list_head to;		/* vwifi_subscription.due */
	struct net *net;
	struct sk_buff *msg;
	int err;			/* nothing more can be told to anybody */
};

/* Consumes the message. */
static void vwifi_subscription_tell(struct vwifi_subscription *to, struct sk_buff *msg)
{
	if (!msg)
		to->err = -ENOMEM;
	else if (to->err || READ_ONCE(to->ended))
		nlmsg_free(msg);
	else
		to->err = genlmsg_unicast(to->net, msg, to->portid);
}

static void vwifi_round_flush(struct vwifi_round *round)
{
	struct sk_buff *msg = round->msg;
	struct vwifi_subscription *to;
	bool heard = false;

	round->msg = NULL;
	if (!msg)
		return;
	list_for_each_entry(to, &round->to, due) {
		vwifi_subscription_tell(to, skb_clone(msg, GFP_KERNEL));
		heard |= !to->err;
	}
	nlmsg_free(msg);
	if (!heard)
		round->err = -ENOBUFS;
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
	if (fill(round->msg, object, round->net)) {
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
	/* What one of them lacks, all do: they hear that they missed the round. */
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

struct vwifi_round_used {
	u32 sender;
	struct vwifi_dcf_link link;
};

static int vwifi_fill_used(struct sk_buff *msg, void *object, struct net *net)
{
	const struct vwifi_round_used *used = object;

	return vwifi_used_fill(msg, used->sender, &used->link);
}

static int vwifi_fill_tick(struct sk_buff *msg, void *object, struct net *net)
{
	struct vwifi_subscription *to = object;

	return nla_put_u64_64bit(msg, VWIFI_A_STATS_TIME, ktime_get_boottime_ns(),
				 VWIFI_A_STATS_PAD) ||
	       nla_put_u32(msg, VWIFI_A_STATS_MISSED, to->missed) ? -EMSGSIZE : 0;
}

/* A denial that nobody has run into says nothing, and there may be a hundred thousand of them. */
static bool vwifi_pair_is_told(const struct vwifi_pair *pair, const struct net *net)
{
	return (pair->link.set || atomic64_read(&pair->frames)) && vwifi_pair_is_seen(pair, net);
}

/* What a radio has sent to others, over links that are nothing special. */
static void vwifi_round_tell_used(struct vwifi_round *round, struct vwifi_radio *sender)
{
	struct vwifi_round_used used = { .sender = sender->id };
	unsigned int n;

	for (n = 0; !round->err && vwifi_dcf_link_nth(sender, n, &used.link); n++) {
		const struct vwifi_pair *pair = vwifi_pair_find(used.link.receiver, sender->id);

		/* A pair that is told says it itself. */
		if (!(pair && vwifi_pair_is_told(pair, round->net)) &&
		    vwifi_used_is_told(sender, &used.link, round->net))
			vwifi_round_add(round, VWIFI_CMD_LINK_GET, vwifi_fill_used, &used);
	}
}

static void vwifi_round_tell(struct vwifi_round *round)
{
	struct vwifi_radio *radio;
	struct vwifi_pair *pair;
	unsigned long id = 0;

	mutex_lock(&vwifi_radios_lock);
	mutex_lock(&vwifi_pairs_lock);
	rtnl_lock();
	for (; !round->err && (radio = vwifi_radio_next(&id)); id++) {
		if (!vwifi_net_sees(round->net, radio))
			continue;
		vwifi_round_add(round, VWIFI_CMD_RADIO_GET, vwifi_fill_radio, radio);
		list_for_each_entry(pair, &radio->pairs_in, in)
			if (vwifi_pair_is_told(pair, round->net))
				vwifi_round_add(round, VWIFI_CMD_LINK_GET, vwifi_fill_pair, pair);
		vwifi_round_tell_used(round, radio);
	}
	rtnl_unlock();
	mutex_unlock(&vwifi_pairs_lock);
	mutex_unlock(&vwifi_radios_lock);
	vwifi_round_flush(round);
}

/* The end of a round, which tells each what it missed before. */
static void vwifi_round_end(struct vwifi_round *round, struct vwifi_subscription *to)
{
	struct vwifi_round last = { .net = to->net };

	if (!to->err)
		to->err = round->err;
	if (!to->err)
		to->err = vwifi_round_try(&last, VWIFI_CMD_STATS_ROUND, vwifi_fill_tick, to);
	if (to->err)
		nlmsg_free(last.msg);
	else
		vwifi_subscription_tell(to, last.msg);
	to->missed = to->err ? to->missed + 1 : 0;
}

/* Serves the first of those whose time has come, with all of them that are in its namespace. */
static void vwifi_stats_round(struct list_head *due)
{
	struct vwifi_subscription *each, *next;
	struct vwifi_round round = {};

	INIT_LIST_HEAD(&round.to);
	round.net = list_first_entry(due, struct vwifi_subscription, due)->net;
	list_for_each_entry_safe(each, next, due, due) {
		if (each->net != round.net)
			continue;
		each->err = 0;
		list_move_tail(&each->due, &round.to);
	}
	vwifi_round_tell(&round);
	list_for_each_entry_safe(each, next, &round.to, due) {
		vwifi_round_end(&round, each);
		list_del(&each->due);
		vwifi_subscription_put(each);
	}
}

/* When a subscription is served again. Those without privilege keep in step. */
static unsigned long vwifi_subscription_next(const struct vwifi_subscription *each)
{
	unsigned long next = jiffies + msecs_to_jiffies(each->interval);

	return each->privileged ? next : roundup(next, msecs_to_jiffies(VWIFI_STEP_MS));
}

/* Called with vwifi_subscriptions_lock held. */
static void vwifi_stats_set_timer(void)
{
	struct vwifi_subscription *each;
	unsigned long now = jiffies, soonest = MAX_JIFFY_OFFSET;

	list_for_each_entry(each, &vwifi_subscriptions, list)
		soonest = min(soonest, time_after(each->next, now) ? each->next - now : 0);
	if (!list_empty(&vwifi_subscriptions))
		mod_delayed_work(vwifi_wq, &vwifi_stats_timer, soonest);
}

static void vwifi_stats_serve(struct work_struct *work)
{
	struct vwifi_subscription *each;
	LIST_HEAD(due);

	spin_lock_bh(&vwifi_subscriptions_lock);
	list_for_each_entry(each, &vwifi_subscriptions, list) {
		if (time_after(each->next, jiffies))
			continue;
		each->next = vwifi_subscription_next(each);
		kref_get(&each->refs);
		list_add_tail(&each->due, &due);
	}
	spin_unlock_bh(&vwifi_subscriptions_lock);

	while (!list_empty(&due))
		vwifi_stats_round(&due);

	spin_lock_bh(&vwifi_subscriptions_lock);
	vwifi_stats_set_timer();
	spin_unlock_bh(&vwifi_subscriptions_lock);
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

/* Why there is no room for another one, or NULL. Called with vwifi_subscriptions_lock held. */
static const char *vwifi_subscription_refusal(const struct vwifi_subscription *new)
{
	unsigned int all = 0, without = 0, user = 0;
	struct vwifi_subscription *each;

	list_for_each_entry(each, &vwifi_subscriptions, list) {
		all++;
		without += !each->privileged;
		user += !each->privileged && uid_eq(each->user, new->user);
	}
	if (all >= VWIFI_SUBSCRIPTIONS_MAX)
		return "64 sockets have a subscription already";
	if (new->privileged)
		return NULL;
	if (user >= VWIFI_SUBSCRIPTIONS_OF_ONE)
		return "8 sockets of this user have a subscription already: more need CAP_NET_ADMIN";
	if (without >= VWIFI_SUBSCRIPTIONS_OF_ALL)
		return "32 sockets of users without CAP_NET_ADMIN have a subscription already";
	return NULL;
}

/* Takes @new, or what it says for the subscription that its socket has. */
static int vwifi_subscription_add(struct vwifi_subscription *new, struct netlink_ext_ack *extack)
{
	struct vwifi_subscription *old;
	const char *refusal = NULL;

	spin_lock_bh(&vwifi_subscriptions_lock);
	old = vwifi_subscription_find(new->net, new->portid);
	if (old) {
		old->interval = new->interval;
		old->privileged = new->privileged;
		old->next = jiffies;
	} else {
		refusal = vwifi_subscription_refusal(new);
	}
	if (!old && !refusal) {
		kref_get(&new->refs);
		list_add_tail(&new->list, &vwifi_subscriptions);
	}
	if (!refusal)
		vwifi_stats_set_timer();
	spin_unlock_bh(&vwifi_subscriptions_lock);
	if (!refusal)
		return 0;
	extack->_msg = refusal;
	return -EUSERS;
}

int vwifi_nl_stats_subscribe_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *interval = info->attrs[VWIFI_A_STATS_INTERVAL];
	bool privileged = netlink_capable(skb, CAP_NET_ADMIN);
	struct vwifi_subscription *new;
	int err;

	if (!interval) {
		NL_SET_ERR_MSG(info->extack, "a subscription needs an interval");
		return -EINVAL;
	}
	if (!privileged && nla_get_u32(interval) < VWIFI_STEP_MS) {
		NL_SET_ERR_MSG_ATTR(info->extack, interval,
				    "an interval below 100 ms needs CAP_NET_ADMIN");
		return -EPERM;
	}
	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	kref_init(&new->refs);
	INIT_LIST_HEAD(&new->list);
	new->net = get_net(genl_info_net(info));
	new->portid = info->snd_portid;
	new->user = NETLINK_CREDS(skb)->uid;
	new->privileged = privileged;
	new->interval = nla_get_u32(interval);
	new->next = jiffies;
	err = vwifi_subscription_add(new, info->extack);
	vwifi_subscription_put(new);
	return err;
}

/* Called with vwifi_subscriptions_lock held. */
static void vwifi_subscription_end(struct vwifi_subscription *each)
{
	WRITE_ONCE(each->ended, true);
	list_del_init(&each->list);
	vwifi_subscription_put(each);
}

/* A socket is being closed. Any context. */
void vwifi_stats_forget(const struct net *net, u32 portid)
{
	struct vwifi_subscription *each;

	spin_lock_bh(&vwifi_subscriptions_lock);
	each = vwifi_subscription_find(net, portid);
	if (each)
		vwifi_subscription_end(each);
	spin_unlock_bh(&vwifi_subscriptions_lock);
}

/* Called when nobody can subscribe any more. */
void vwifi_stats_exit(void)
{
	struct vwifi_subscription *each, *next;

	spin_lock_bh(&vwifi_subscriptions_lock);
	list_for_each_entry_safe(each, next, &vwifi_subscriptions, list)
		vwifi_subscription_end(each);
	spin_unlock_bh(&vwifi_subscriptions_lock);
	cancel_delayed_work_sync(&vwifi_stats_timer);
}
